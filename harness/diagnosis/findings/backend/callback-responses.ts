import type { CodeFindings } from '../finding.ts'

/** Findings about the answers of a backend to callbacks. */
export const CALLBACK_ANSWERS = {
  'callback-unanswered': {
    title: 'it did not answer a callback',
    look: 'at what its handler of callbacks waits for (a lock, the gateway, a database), and how many requests the server takes at a time.',
  },
  'connect-callback-slow': {
    title: 'it did not answer the connect callback within 5 s',
    look: 'at what its handler of connect callbacks does before it answers: it has 5 s, all of its own sends included.',
  },
  'send-timeout-too-long': {
    title: 'it waits longer for the answer to a send than the gateway waits for the callback',
    look: 'at the timeout of the HTTP client that posts to /internal/send: with everything that is sent during one callback it has to stay below 5 s.',
  },

  // Accepting.
  'stream-refused': {
    title: 'it refused a stream that it has to accept',
    look: 'at its log of this callback, then at what its handler demands of `request.url` and `request.headers`: an unknown path, parameter or field, or a header whose value is a list of texts instead of one text.',
  },
  'callback-fails': {
    title: 'it fails (5xx) on a correct callback',
    look: 'at the traceback in its log: its handler of callbacks fails on a request in the form of the contract, in which values of `request.headers` may be lists.',
  },
  'acceptance-malformed': {
    title: 'its answer to the connect callback has the wrong form',
    look: 'at what the handler of connect callbacks returns: jsonify(…) with status 200.',
  },
  'answer-content-type-wrong': {
    title: 'its answer is right, but its Content-Type is not application/json',
    look: 'at how the handler of callbacks makes its response: `jsonify(…)`, or `Content-Type: application/json` on a response of its own; a plain string is text/html in Flask.',
  },
  'callback-answered-with-page': {
    title: 'it answers the callback with a web page',
    look: 'at whether the callback URL reaches the application itself: a catch-all route, an error page or a proxy stands in front of it.',
  },
  'connection-open-missing': {
    title: 'its connect answer lacks the event connection_open',
    look: 'at what the handler of connect callbacks returns: JSON with `event`, whose `data` is text (json.dumps) and not an object.',
  },

  // Refusing.
  'invalid-callback-accepted': {
    title: 'it accepted a stream that it has to refuse',
    look: 'at the checks in its handler of callbacks: secret, JSON, action, path, parameters and id, each before anything is registered.',
  },
  'unknown-action-accepted': {
    title: 'it accepted an unknown action',
    look: 'at how its handler of callbacks distinguishes actions: connect, disconnect, and everything else refused with 400.',
  },
  'refusal-wrong-status': {
    title: 'it refused with the wrong status',
    look: 'at the check that refused: 401 is for the secret, 400 for everything that is wrong in the callback itself.',
  },
  'invalid-callback-fails': {
    title: 'it fails (5xx) on a callback that it has to refuse',
    look: 'at the traceback in its log: it has to check the input before it uses it.',
  },
  'hostile-callback-fails': {
    title: 'it fails on hostile input',
    look: 'at the traceback in its log: it has to check the input before it uses it.',
  },
  'hostile-callback-refusal-malformed': {
    title: 'its refusal of hostile input is not JSON',
    look: 'at the error handlers of the application: the default ones of a framework answer with HTML.',
  },
  'refusal-without-error': {
    title: 'its refusal is not JSON with an error',
    look: 'at the error handlers of the application: the default ones of a framework answer with HTML.',
  },
  'disconnect-callback-refused': {
    title: 'it refused a disconnect callback',
    look: 'at the handler of disconnect callbacks: it ignores an unknown path or token, and answers 200.',
  },

  // Secrets.
  'wrong-secret-accepted': {
    title: 'it accepted a callback without the right secret',
    look: 'at the check of the secret in its handler of callbacks: in production it comes first, and compares `secret` of the query with SSE_CALLBACK_SECRET.',
  },
  'secret-checked-late': {
    title: 'it looks at the callback before it checks the secret',
    look: 'at the order of the checks in its handler of callbacks: the secret comes first, and without it the answer is 401, whatever the body is.',
  },
  'secret-refused': {
    title: 'it refuses the right secret',
    look: 'at where it reads the secret from (`secret` in the query), and that it compares it with SSE_CALLBACK_SECRET.',
  },
  'secret-required-outside-production': {
    title: 'it requires the secret outside production',
    look: 'at the condition under which it checks the secret: with FLASK_ENV=production, and not otherwise.',
  },
  'answer-leaks-secret': {
    title: 'its answer shows a secret or internal details',
    look: 'at the error handlers, and that debug mode is off: neither the request nor a traceback belongs in an answer.',
  },
  'log-leaks-secret': {
    title: 'its log shows a secret',
    look: 'at every line of the log that contains the secret, the callback URL with its query, or headers of a client: the access log, and the log lines of the handler of callbacks.',
  },
} as const satisfies CodeFindings
