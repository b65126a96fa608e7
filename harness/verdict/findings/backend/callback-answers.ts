import type { Findings } from '../finding.ts'

/** What can be wrong with the answers of a backend to callbacks. */
export const CALLBACK_ANSWERS = {
  'callback-unanswered': {
    title: 'callback called and not answered',
    advice:
      'In the backend, look at what its handler of callbacks waits for (a lock, the gateway, a database), and how many requests the server takes at a time.',
  },
  'connect-callback-slow': {
    title: 'connect callback answered too late',
    advice:
      'In the backend, look at what its handler of connect callbacks does before it answers: it has 5 s, all of its own sends included.',
  },
  'stream-refused': {
    title: 'it refused a stream that it should accept',
    advice:
      'In the backend, look at its log of this callback, then at what its handler demands of `request.url` and `request.headers`: an unknown path, parameter or field, or a header whose value is a list of texts in place of one.',
  },
  'callback-fails': {
    title: 'it fails on an ordinary callback',
    advice:
      'In the backend, look at the traceback in its log: its handler of callbacks fails on a request in the form of the contract, in which values of `request.headers` may be lists.',
  },
  'invalid-callback-accepted': {
    title: 'it accepted a stream that it should refuse',
    advice:
      'In the backend, look at the checks in its handler of callbacks: secret, JSON, action, path, parameters and id, each before anything is registered.',
  },
  'unknown-action-accepted': {
    title: 'it accepted an unknown action',
    advice:
      'In the backend, look at how its handler of callbacks tells actions apart: connect, disconnect, and everything else refused with 400.',
  },
  'refusal-wrong-status': {
    title: 'it refuses with another status',
    advice:
      'In the backend, look at the check that refused: 401 is for the secret, 400 for everything that is wrong in the callback itself.',
  },
  'invalid-callback-fails': {
    title: 'it fails on what it has to refuse',
    advice:
      'In the backend, look at the traceback in its log: the input has to be checked before it is used.',
  },
  'hostile-callback-fails': {
    title: 'it fails on hostile input',
    advice:
      'In the backend, look at the traceback in its log: the input has to be checked before it is used.',
  },
  'hostile-callback-refusal-malformed': {
    title: 'it refuses hostile input in another form',
    advice:
      'In the backend, look at the error handlers of the application: the default ones of a framework answer with HTML.',
  },
  'refusal-unexplained': {
    title: 'it refuses without saying why',
    advice:
      'In the backend, look at the error handlers of the application: the default ones of a framework answer with HTML.',
  },
  'secret-refused': {
    title: 'it refuses the secret of the callback URL',
    advice:
      'In the backend, look at where it reads the secret from (`secret` in the query), and that it is compared with SSE_CALLBACK_SECRET.',
  },
  'secret-required-outside-production': {
    title: 'it asks for the secret outside production',
    advice:
      'In the backend, look at the condition under which it checks the secret: with FLASK_ENV=production, and not otherwise.',
  },
  'callback-answered-with-page': {
    title: 'it answers the callback with a web page',
    advice:
      'In the backend, look at whether the callback URL reaches the application itself: a catch-all route, an error page or a proxy stands in front of it.',
  },
  'acceptance-malformed': {
    title: 'it accepts in the wrong form',
    advice:
      'In the backend, look at what the handler of connect callbacks returns: jsonify(…) with status 200.',
  },
  'connection-open-missing': {
    title: 'its connect answer lacks connection_open',
    advice:
      'In the backend, look at what the handler of connect callbacks returns: the JSON with `event`, whose data is text (json.dumps) and not an object.',
  },
  'disconnect-callback-refused': {
    title: 'it refuses a disconnect callback',
    advice:
      'In the backend, look at the handler of disconnect callbacks: what it does not know, it ignores and answers 200.',
  },
  'send-timeout-too-long': {
    title: 'it waits longer for the gateway than the gateway waits for it',
    advice:
      'In the backend, look at the timeout of the HTTP client that posts to /internal/send: with all that is sent during one callback it has to stay below 5 s.',
  },
  'answer-leaks-secret': {
    title: 'its answers tell secrets',
    advice:
      'In the backend, look at the error handlers, and that debug mode is off: neither the request nor a traceback belongs in an answer.',
  },
  'log-leaks-secret': {
    title: 'its log tells secrets',
    advice:
      'In the backend, look at every line of the log that contains the secret, the callback URL with its query, or headers of a client: the access log, and what the handler of callbacks writes.',
  },
} as const satisfies Findings
