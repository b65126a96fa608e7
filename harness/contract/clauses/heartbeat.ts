import type { Clause } from '../clause.ts'

/** Signs of life on a silent stream. */
export const heartbeatClauses = {
  'heartbeat/comments-on-open-streams': {
    level: 'MUST',
    sentence:
      'A silent stream carries heartbeats at the configured interval, as comments that no client dispatches.',
    source: 'gateway README (9ff47e4), "SSE Event Format" and "Configuration"',
    timed: true,
  },
} as const satisfies Record<string, Clause>
