/**
 * Every way in which the mock application can be told to be wrong, by name: one sentence on what is then broken. The
 * Flask application has the same names for the same mistakes.
 */
export const BACKEND_FAULTS = {
  // Threads and time
  'single-threaded': 'The server takes one request at a time.',
  'close-under-lock': 'A replaced connection is closed while everybody else waits for the lock.',
  'sends-under-lock': 'What waits for a client is sent while everybody else waits for the lock.',
  'slow-sends': 'A send may take 30 s, longer than the gateway waits for a callback.',

  // Connections
  'keeps-stale-mapping': 'A connection of which the gateway says 404 is kept.',
  'heeds-stale-disconnect': 'The disconnect of a replaced connection removes the one that replaced it.',
  'ignores-disconnect': 'A connection is kept when its stream has ended.',
  'ignores-reconnect': 'A client that comes again is accepted, and its older connection kept.',
  'no-close-on-replace': 'A replaced connection is not closed.',
  'closes-twice': 'A replaced connection is closed a second time.',
  'closes-late': 'A replaced connection is closed after its successor has been sent what waits.',
  'keeps-what-it-cannot-close': 'A connection that cannot be closed is not replaced.',
  'unguarded-connects': 'Connects for one id at the same time do not see each other.',
  'one-name-for-all': 'A task and a client of the same id are taken for one.',

  // Sends
  'retries-sends': 'A send that is not accepted is made a second time.',
  'retries-later': 'A send that is not accepted is made a second time a little later.',
  'drops-connection-on-failure': 'A send that fails in whatever way drops the connection.',
  'sends-side-by-side': 'What waits for a client is sent all at once.',
  'sends-as-text': 'Sends are declared as plain text.',
  'sends-objects': 'The data of an event is an object instead of text.',
  'no-timestamp': 'Events of tasks have no timestamp.',
  'forgets-pending': 'What waits for a client is dropped when it connects.',
  'reverses-pending': 'What waits for a client is sent last first when it connects.',
  'drops-version-on-failed-send': 'A version that the gateway does not accept is not put back.',
  'queues-always': 'A version is kept for the next connect, also when its client is connected.',
  'claims-delivery': 'A version that waits for its client is reported as delivered.',
  'loses-live-events': 'What a task reports while its client is connected is lost.',
  'no-close-after-completion': 'The stream of a task that has ended stays open.',
  'closes-with-wrong-reason': 'The stream of a task that failed is closed as completed.',
  'silent-on-unknown-task': 'A client of an unknown task is accepted and told nothing.',

  // Callbacks
  'no-greeting': 'An accepted connect is answered with an empty object.',
  'answers-html': 'Callbacks are answered 200 with an HTML page.',
  'takes-ids-as-they-stand': 'The id of a stream is not decoded.',
  'refuses-unknown-fields': 'A callback with fields that are not known is refused.',
  'accepts-unknown-paths': 'A connect for whatever path is accepted.',
  'accepts-missing-ids': 'A connect without an id is accepted.',
  'accepts-colons': 'An id with a colon is accepted.',
  'keeps-old-endpoints': 'The old stream endpoints are still there.',
  'accepts-unknown-actions': 'A callback with an unknown action is answered 200.',
  'fails-on-broken-json': 'A body that is no JSON is answered 500.',
  'accepts-any-content-type': 'A callback may be declared as anything.',
  'trusts-types': 'A callback that lacks a field is answered 500.',
  'refuses-in-html': 'Refusals are HTML pages.',
  'crashes-on-hostile-url':
    'An id with a NUL or with bytes that are no UTF-8 is answered 500 with a traceback.',
  'fails-on-deep-nesting': 'A body that is nested deeply is answered 500.',
  'dies-of-large-bodies': 'A body of more than half a megabyte ends the process.',
  'refuses-unknown-disconnects': 'A disconnect for an unknown token or path is answered 404.',

  // Secrets
  'admits-any-secret': 'In production every callback is let in, whatever its secret.',
  'refuses-its-secret': 'In production callbacks are refused, also those with the right secret.',
  'asks-for-secret-everywhere': 'Outside production callbacks need the secret, too.',
  'reads-body-first': 'What is wrong with a body is told to whoever does not know the secret.',
  'hooks-in-production': 'The test hooks are there in production.',
  'leaks-secret': 'The callback secret is logged, and told to whoever did not know it.',
  'repeats-headers': 'A refusal repeats the headers of the client.',
  'logs-headers': 'The headers of every client are logged.',

  // Health and metrics
  'alive-with-gateway-only': 'The backend calls itself dead while the gateway is away.',
  'blind-readiness': '/api/health/readyz says the same whether the gateway answers or not.',
  'swallows-metrics': 'The metrics count nothing.',
  'counts-no-disconnects': 'Disconnects are not counted.',
  'active-never-falls': 'The gauge of active connections never falls.',
  'counts-no-errors': 'Sends that fail are not counted.',
  'observes-successes-only': 'How long a send took is observed only if it was accepted.',
} as const

export type BackendFault = keyof typeof BACKEND_FAULTS

export function isBackendFault(text: string): text is BackendFault {
  return Object.hasOwn(BACKEND_FAULTS, text)
}

const injected = new Set<BackendFault>()

/** Makes the application in this process wrong in these ways, from now on. */
export function injectBackendFaults(names: Iterable<BackendFault>): void {
  for (const name of names) injected.add(name)
}

/** Whether the application is to be wrong in this way. */
export function faulty(name: BackendFault): boolean {
  return injected.has(name)
}
