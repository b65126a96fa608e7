import type { Clause } from '../clause.ts'

const README_HEALTH = 'gateway README (9ff47e4), "Health Endpoints"'
const CONFIGURATION = 'contract, "Who talks to whom"; gateway README (9ff47e4), "Configuration"'

/** What an orchestrator asks. */
export const healthClauses = {
  'health/alive': {
    level: 'MUST',
    sentence: 'GET /healthz is 200 while the gateway lives, whatever its streams do.',
    source: README_HEALTH,
  },
  'health/ready': {
    level: 'MUST',
    sentence: 'GET /readyz is 200 while the gateway can serve, also with streams open.',
    source: README_HEALTH,
  },
  'health/ready-without-backend': {
    level: 'MUST',
    sentence: 'A backend that is gone makes the gateway neither unready nor dead.',
    source: `${README_HEALTH}; rule 4`,
  },
  'health/unready-without-callback': {
    level: 'MUST',
    sentence: 'Without a callback URL the gateway lives, and GET /readyz is 503.',
    source: README_HEALTH,
  },
  'health/unready-with-unusable-callback': {
    level: 'SHOULD',
    sentence: 'With a callback URL that is none, the gateway is not ready or does not start.',
    source: 'contract, "Who talks to whom" ("200 once it can serve")',
  },
  'health/no-callback-no-stream': {
    level: 'MUST',
    sentence: 'Without a callback URL no stream opens; the client gets 503.',
    source: 'rule 5; rule 6',
  },
} as const satisfies Record<string, Clause>

/** From the start of the process to its end. */
export const lifecycleClauses = {
  'lifecycle/stops-on-signal': {
    level: 'MUST',
    sentence: 'A gateway ends by itself on SIGTERM and on SIGINT.',
    source: 'POSIX, "signal concepts"; the habits of container platforms',
  },
  'lifecycle/stops-with-open-streams': {
    level: 'MUST',
    sentence: 'Open streams do not keep a gateway that was told to stop from ending.',
    source: 'the habits of container platforms',
  },
  'lifecycle/stop-reports-streams': {
    level: 'MUST',
    sentence: 'A gateway that stops reports each of its streams once, as server_closed or error.',
    source: 'rule 3',
  },
  'lifecycle/stop-closes-streams': {
    level: 'SHOULD',
    sentence: 'A gateway that stops ends its streams in good order instead of cutting them off.',
    source: 'WHATWG HTML, "reestablish the connection"',
  },
  'lifecycle/stop-exit-code': {
    level: 'SHOULD',
    sentence:
      'A gateway that was told to stop ends with exit code 0 or by that signal, also with streams open.',
    source: 'the habits of container platforms',
  },
  'lifecycle/restart-same-port': {
    level: 'MUST',
    sentence: 'A gateway that was stopped with streams open starts again on the same port, and serves.',
    source: CONFIGURATION,
  },
  'lifecycle/port-in-use-exits': {
    level: 'MUST',
    sentence: 'A gateway whose port is taken ends with an exit code other than 0.',
    source: CONFIGURATION,
  },
  'lifecycle/invalid-port-exits': {
    level: 'SHOULD',
    sentence: 'A gateway whose PORT is no port ends with an exit code other than 0.',
    source: CONFIGURATION,
  },
  'lifecycle/invalid-interval-reported': {
    level: 'SHOULD',
    sentence:
      'A heartbeat interval that is no whole number of seconds, or below 1, is complained of by name.',
    source: CONFIGURATION,
  },
  'lifecycle/secret-not-printed': {
    level: 'SHOULD',
    sentence: 'The secret in the callback URL is never printed, whatever the backend does.',
    source: 'contract, "Who talks to whom" ("a secret may sit in its query string")',
  },
  'lifecycle/credentials-not-printed': {
    level: 'SHOULD',
    sentence: "A client's Authorization and Cookie headers are never printed.",
    source: 'rule 5 ("nothing internal leaks")',
  },
} as const satisfies Record<string, Clause>

/** Many at once. */
export const loadClauses = {
  'load/many-streams-served': {
    level: 'MUST',
    sentence: 'Of 5,000 events over 500 streams none is lost, crossed, repeated or out of order.',
    source: 'rule 2; rule 4',
  },
  'load/mass-disconnect-reported': {
    level: 'MUST',
    sentence: 'When 500 clients leave at once, each is reported once.',
    source: 'rule 3',
  },
} as const satisfies Record<string, Clause>
