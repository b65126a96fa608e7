import type { Clause } from '../clause.ts'

const BACKEND = 'contract, "How the backend behaves"'

/** What a backend owes the gateway in front of it. True or false of a backend, whatever the gateway's edition. */
export const backendClauses = {
  // Connect callbacks
  'backend/connect-accepted': {
    level: 'MUST',
    sentence:
      'A connect callback for a stream of the backend is answered 200, with JSON in the form of the contract.',
    source: `${BACKEND}; contract, "Payloads"; rule 6`,
  },
  'backend/connection-open-answered': {
    level: 'MUST',
    sentence: 'The answer to an accepted connect callback carries the event `connection_open`.',
    source: 'the bug report',
  },
  'backend/id-decoded': {
    level: 'MUST',
    sentence:
      'The id of a stream is what its percent-encoded parameter stands for, whatever other parameters there are.',
    source: `${BACKEND}; WHATWG URL, "application/x-www-form-urlencoded parsing"`,
  },
  'backend/unknown-fields-ignored': {
    level: 'MUST',
    sentence: 'Fields of a callback that the backend does not know are passed over.',
    source: 'contract, "Payloads"',
  },
  // Refusals
  'backend/unknown-path-refused': {
    level: 'MUST',
    sentence: 'A connect callback for a path that is no stream is answered 400.',
    source: BACKEND,
  },
  'backend/missing-id-refused': {
    level: 'MUST',
    sentence: 'A connect callback whose id is missing or empty is answered 400.',
    source: BACKEND,
  },
  'backend/colon-id-refused': {
    level: 'MUST',
    sentence:
      'A connect callback whose id holds a colon is answered 400, also when the colon is percent-encoded.',
    source: `${BACKEND}; contract, ConnectionManager`,
  },
  'backend/old-endpoints-gone': {
    level: 'MUST',
    sentence:
      'The old stream endpoints are gone: their paths are no streams, and GET of them is answered 404.',
    source: BACKEND,
  },
  'backend/unknown-action-refused': {
    level: 'MUST',
    sentence: 'A callback whose action is neither connect nor disconnect is answered 400.',
    source: BACKEND,
  },
  'backend/broken-json-refused': {
    level: 'MUST',
    sentence: 'A callback whose body is no JSON is answered 400.',
    source: BACKEND,
  },
  'backend/other-content-refused': {
    level: 'MUST',
    sentence: 'A callback that is not declared as JSON is answered 400.',
    source: `${BACKEND} ("JSON only")`,
  },
  'backend/wrong-types-refused': {
    level: 'SHOULD',
    sentence: 'A callback that lacks a field, or has one of another type, is answered 400.',
    source: `${BACKEND}; rule 5`,
  },
  'backend/refusal-is-json': {
    level: 'MUST',
    sentence: 'Every refusal of a callback is JSON with an error that says why.',
    source: `${BACKEND} ("400 with a JSON error")`,
  },
  'backend/hostile-urls-handled': {
    level: 'SHOULD',
    sentence:
      'Whatever a client asks for, its connect callback is accepted or refused, and the backend goes on.',
    source: 'rule 4; rule 5',
  },
  'backend/hostile-bodies-handled': {
    level: 'SHOULD',
    sentence:
      'Whatever is posted to the callback URL is accepted or refused with 4xx as JSON, and the backend goes on.',
    source: 'rule 4; rule 5',
  },
  // Disconnect callbacks
  'backend/no-sends-after-disconnect': {
    level: 'MUST',
    sentence: 'After a disconnect callback nothing more is sent to its token.',
    source: 'contract, ConnectionManager',
  },
  'backend/unknown-disconnect-ignored': {
    level: 'MUST',
    sentence: 'A disconnect callback for an unknown path or token is answered 200 and changes nothing.',
    source: BACKEND,
  },
  'backend/stale-disconnect-ignored': {
    level: 'MUST',
    sentence: 'A disconnect callback for a replaced token leaves its successor connected.',
    source: 'contract, ConnectionManager',
  },
  // The secret
  'backend/secret-required': {
    level: 'MUST',
    sentence: 'In production a callback without the right secret is answered 401, and changes nothing.',
    source: BACKEND,
  },
  'backend/secret-accepted': {
    level: 'MUST',
    sentence: 'In production callbacks with the secret of the callback URL are let in.',
    source: BACKEND,
  },
  'backend/secret-checked-first': {
    level: 'SHOULD',
    sentence: 'In production whoever lacks the secret learns nothing about the body it posted.',
    source: `${BACKEND}; rule 5`,
  },
  'backend/secret-not-required-outside-production': {
    level: 'MUST',
    sentence: 'Outside production callbacks are let in whatever secret they carry.',
    source: BACKEND,
  },
  'backend/no-hooks-in-production': {
    level: 'MUST',
    sentence: 'In production the test hooks do nothing and are answered 4xx.',
    source: `${BACKEND} ("Test hooks outside production")`,
  },
  'backend/answers-leak-nothing': {
    level: 'SHOULD',
    sentence:
      'No answer repeats the secret or the Authorization and Cookie headers of a client, or shows the inside of the backend.',
    source: 'rule 5 ("nothing internal leaks")',
  },
  'backend/logs-leak-nothing': {
    level: 'SHOULD',
    sentence: 'The secret and the Authorization and Cookie headers of a client are never printed.',
    source: 'contract, "Who talks to whom" ("a secret may sit in its query string"); rule 5',
  },
  // Sends
  'backend/send-form': {
    level: 'MUST',
    sentence:
      'Everything sent is a POST of JSON to /internal/send, command and data in the form of the contract.',
    source: 'contract, "Payloads"',
  },
  'backend/one-send-at-a-time': {
    level: 'MUST',
    sentence: 'For one stream the next send is made only when the one before it has been answered.',
    source: 'rule 2 ("in the order of acceptance")',
  },
  'backend/task-and-version-streams-separate': {
    level: 'MUST',
    sentence: 'A task and a client of the same id have streams of their own.',
    source: 'contract, ConnectionManager; rule 4',
  },
  'backend/no-sends-after-404': {
    level: 'MUST',
    sentence: 'When a send is answered 404, nothing more is sent to that token.',
    source: 'contract, ConnectionManager',
  },
  'backend/failed-send-not-repeated': {
    level: 'MUST',
    sentence: 'A send that fails is not made again to the same connection by itself.',
    source: 'contract, ConnectionManager ("no retries")',
  },
  'backend/failed-send-keeps-connection': {
    level: 'MUST',
    sentence: 'A send that fails otherwise than with 404 leaves the connection in place.',
    source: 'contract, ConnectionManager',
  },
  // Replacing a connection
  'backend/replaced-closed-first': {
    level: 'MUST',
    sentence: 'A connect for a taken id closes the old token once, before anything is sent to the new one.',
    source: 'contract, ConnectionManager',
  },
  'backend/replacement-receives': {
    level: 'MUST',
    sentence:
      'After a replacement everything goes to the new token, also when the old one could not be closed.',
    source: 'contract, ConnectionManager',
  },
  'backend/one-connection-per-id': {
    level: 'MUST',
    sentence: 'Of connects for one id at the same time one holds, and every other token is closed.',
    source: 'contract, ConnectionManager',
  },
  // Threads and time
  'backend/slow-send-isolated': {
    level: 'MUST',
    sentence: 'A connect callback that waits for the gateway to take a send holds up no other callback.',
    source: 'rule 4',
  },
  'backend/close-without-lock': {
    level: 'SHOULD',
    sentence:
      'While the close of a replaced token waits for its answer, the disconnect callback of that token is answered.',
    source: 'rule 7 ("with a lock held")',
  },
  'backend/connect-before-timeout': {
    level: 'SHOULD',
    sentence: 'A connect callback is answered within 5 s, even when the gateway answers no send.',
    source: 'contract, the callback timeout of 5 s',
    timed: true,
  },
  // TaskService
  'backend/task-events-sent': {
    level: 'MUST',
    sentence: 'A client of a running task is sent everything the task reports, in order.',
    source: 'contract, TaskService',
  },
  'backend/task-backlog-flushed': {
    level: 'MUST',
    sentence: 'What a task reports before its client connects is sent when it does, in order.',
    source: 'contract, TaskService',
  },
  'backend/task-end-closes': {
    level: 'MUST',
    sentence: 'The end of a task is followed by `connection_close` with the same reason, and a close.',
    source: 'contract, TaskService',
  },
  'backend/unknown-task-reported': {
    level: 'MUST',
    sentence:
      'A client of an unknown task is sent `error`, then `connection_close` with task_not_found and a close.',
    source: 'contract, TaskService',
  },
  // VersionService
  'backend/version-sent': {
    level: 'MUST',
    sentence: 'A version announced to a connected client is sent at once, and reported as delivered.',
    source: 'contract, VersionService',
  },
  'backend/version-queued': {
    level: 'MUST',
    sentence:
      'Versions announced to a client that is away are reported as queued, and sent in order when it connects.',
    source: 'contract, VersionService',
  },
  'backend/version-requeued': {
    level: 'MUST',
    sentence:
      'A version that could not be sent is put back, and sent before later ones when its client connects again.',
    source: 'contract, VersionService',
  },
  // Health and metrics
  'backend/alive': {
    level: 'MUST',
    sentence: 'GET /api/health/healthz is 200 while the backend lives, also when the gateway is gone.',
    source: `${BACKEND}; rule 4`,
  },
  'backend/readiness-reflects-gateway': {
    level: 'SHOULD',
    sentence: 'GET /api/health/readyz says whether the gateway answers.',
    source: BACKEND,
  },
  'backend/connections-counted': {
    level: 'SHOULD',
    sentence: 'Connects and disconnects are counted in sse_gateway_connections_total.',
    source: BACKEND,
  },
  'backend/active-connections-reported': {
    level: 'SHOULD',
    sentence: 'The gauge sse_gateway_active_connections rises with a connect and falls with its end.',
    source: BACKEND,
  },
  'backend/events-counted': {
    level: 'SHOULD',
    sentence: 'Events that were taken and that failed are counted in sse_gateway_events_sent_total.',
    source: BACKEND,
  },
  'backend/send-duration-observed': {
    level: 'SHOULD',
    sentence: 'Every send of an event is observed in sse_gateway_send_duration_seconds.',
    source: BACKEND,
  },
} as const satisfies Record<string, Clause>
