import type { Clause } from '../clause.ts'

const README_HEALTH = 'gateway README (9ff47e4), "Health Endpoints"'
const CONFIGURATION = 'contract, "Who talks to whom"; gateway README (9ff47e4), "Configuration"'

/** The liveness and readiness endpoints. */
export const healthClauses = {
  'health/alive': {
    level: 'MUST',
    sentence: 'GET /healthz is 200 while the gateway runs, with and without streams.',
    source: README_HEALTH,
  },
  'health/ready': {
    level: 'MUST',
    sentence: 'GET /readyz is 200 while the gateway can serve, with and without streams.',
    source: README_HEALTH,
  },
  'health/ready-without-backend': {
    level: 'MUST',
    sentence: 'GET /healthz and GET /readyz stay 200 while the backend is down.',
    source: `${README_HEALTH}; rule 4`,
  },
  'health/unready-without-callback': {
    level: 'MUST',
    sentence: 'Without a callback URL, GET /healthz is 200 and GET /readyz is 503.',
    source: README_HEALTH,
  },
  'health/unready-with-unusable-callback': {
    level: 'SHOULD',
    sentence: 'With an unusable callback URL, the gateway is not ready or does not start.',
    source: 'contract, "Who talks to whom" ("200 once it can serve")',
  },
  'health/no-callback-no-stream': {
    level: 'MUST',
    sentence: 'Without a callback URL no stream opens, and the client gets 503.',
    source: 'rule 5; rule 6',
  },
} as const satisfies Record<string, Clause>

/** Settings, signals, exit codes and output of the process. */
export const lifecycleClauses = {
  'lifecycle/stops-on-signal': {
    level: 'MUST',
    sentence: 'A gateway exits on SIGTERM and on SIGINT.',
    source: 'POSIX, "signal concepts"; the habits of container platforms',
  },
  'lifecycle/stops-with-open-streams': {
    level: 'MUST',
    sentence: 'A gateway exits on a stop signal, even with open streams.',
    source: 'the habits of container platforms',
  },
  'lifecycle/stop-reports-streams': {
    level: 'MUST',
    sentence: 'A gateway that stops reports each open stream once, as server_closed or error.',
    source: 'rule 3',
  },
  'lifecycle/stop-closes-streams': {
    level: 'SHOULD',
    sentence: 'A gateway that stops finishes the responses of its open streams instead of cutting them.',
    source: 'WHATWG HTML, "reestablish the connection"',
  },
  'lifecycle/stop-exit-code': {
    level: 'SHOULD',
    sentence: 'After a stop signal a gateway exits with code 0 or by that signal, even with open streams.',
    source: 'the habits of container platforms',
  },
  'lifecycle/restart-same-port': {
    level: 'MUST',
    sentence: 'A gateway that was stopped with open streams starts again on the same port and serves.',
    source: CONFIGURATION,
  },
  'lifecycle/port-in-use-exits': {
    level: 'MUST',
    sentence: 'A gateway whose port is taken exits with a code other than 0.',
    source: CONFIGURATION,
  },
  'lifecycle/invalid-port-exits': {
    level: 'SHOULD',
    sentence: 'A gateway with an invalid PORT exits with a code other than 0.',
    source: CONFIGURATION,
  },
  'lifecycle/invalid-interval-reported': {
    level: 'SHOULD',
    sentence: 'A heartbeat interval that is not a whole number of seconds above 0 is reported by name.',
    source: CONFIGURATION,
  },
  'lifecycle/secret-not-printed': {
    level: 'SHOULD',
    sentence: 'The secret in the callback URL is never printed, whatever the backend does.',
    source: 'contract, "Who talks to whom" ("its query string may contain a secret")',
  },
  'lifecycle/credentials-not-printed': {
    level: 'SHOULD',
    sentence: "A client's Authorization and Cookie headers are never printed.",
    source: 'rule 5 ("no internal details")',
  },
} as const satisfies Record<string, Clause>

/** Hundreds of streams at once. */
export const loadClauses = {
  'load/many-streams-served': {
    level: 'MUST',
    sentence: '5,000 events over 500 streams arrive once each, in order, each on its own stream.',
    source: 'rule 2; rule 4',
  },
  'load/mass-disconnect-reported': {
    level: 'MUST',
    sentence: 'When 500 clients disconnect at once, each is reported once.',
    source: 'rule 3',
  },
} as const satisfies Record<string, Clause>
