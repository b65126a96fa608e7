import type { Clause } from '../clause.ts'

/** Comments that keep a silent stream alive. */
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
    sentence: 'Nothing, not even a heartbeat, is written to a client while its connect callback is open.',
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
