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
  'heartbeat/not-before-open': {
    level: 'MUST',
    sentence: 'Nothing is written to a client whose connect callback is still open, heartbeats included.',
    source: 'rule 6; gateway README (9ff47e4), "SSE Endpoint"',
    timed: true,
  },
  'heartbeat/never-inside-event': {
    level: 'MUST',
    sentence: 'A heartbeat never falls inside an event, however busy the stream is.',
    source: 'rule 1; WHATWG HTML, "event stream format"',
    timed: true,
  },
} as const satisfies Record<string, Clause>
