import type { CodeFindings } from '../finding.ts'

const EDITION = 'or check that --edition names the edition of the gateway (npm run probe detects it)'

/** Findings about the answers of a gateway to clients, and with refusals of any kind. */
export const CLIENT_ANSWERS = {
  // The status.
  'backend-status-not-forwarded': {
    title: 'it refused the client with another status than the backend did',
    look: 'at how the status of the connect answer reaches the client: 400, 401 and 403 go on unchanged, and every other refusal becomes what CONTRACT.md has under the clause.',
  },
  'backend-failure-wrong-status': {
    title: 'it refused the client with the wrong status after the backend gave no answer',
    look: 'at how it maps a failed connect callback to a status: 503 when the backend cannot be reached, 504 after 5 s without an answer, 502 for an answer that is not HTTP or breaks off.',
  },
  'refusal-wrong-status': {
    title: 'it refused the client with the wrong status',
    look: 'at the branch that chose this status: CONTRACT.md has the right one under the clause.',
  },
  'stream-not-refused': {
    title: 'it opened a stream that it has to refuse',
    look: 'at the checks before the head of the stream is written: one of them has to refuse this request.',
  },
  'stream-neither-opened-nor-refused': {
    title: 'it neither opened the stream nor answered 5xx',
    look: 'at how it maps a broken answer of the backend to a status: the client gets a stream, or 5xx.',
  },
  'other-method-opens-stream': {
    title: 'it opened a stream for a request that is not a GET',
    look: 'at the route of the stream handler: it takes GET and nothing else.',
  },
  'preflight-refused': {
    title: 'it does not answer the CORS preflight',
    look: `at its CORS middleware: OPTIONS has to be answered before the stream handler sees it; ${EDITION}.`,
  },
  'wrong-status': {
    title: 'it answered with the wrong status',
    look: 'at the route that answers this request, or for the route that is missing.',
  },

  // The form of a refusal.
  'refusal-as-event-stream': {
    title: 'it sent its refusal as an event stream',
    look: 'at where it sets the Content-Type text/event-stream: only after the backend has accepted the stream.',
  },
  'refusal-unfinished': {
    title: 'it does not end the response of a refusal',
    look: 'at how it answers a refused request: it has to end the response.',
  },
  'refusal-not-json': {
    title: 'its refusal is not JSON',
    look: 'at the error handlers, those of the framework included: each has to answer JSON as application/json.',
  },
  'refusal-malformed': {
    title: 'its refusal is JSON without the error that its edition asks for',
    look: "at the error handlers, those of the framework included: each has to answer in the edition's form.",
  },
  'refusal-form-of-other-edition': {
    title: 'its refusal has the form of another edition',
    look: `at the error handlers: each has to answer in the edition's form; ${EDITION}.`,
  },
  'refusal-leaks-details': {
    title: 'its refusal shows internal details',
    look: 'at what its error handler copies from the exception into the answer: neither the message nor the stack of an internal error belongs there.',
  },
  'refusal-leaks-callback-url': {
    title: 'its refusal shows the callback URL to the client',
    look: 'at what its error handler copies into the answer: the message of a failed callback names the address that was called, and must not reach the client.',
  },
  'refusal-of-other-edition': {
    title: 'it refused the client in the way of another edition',
    look: `at how 400, 401 and 403 of the backend reach the client in this edition; ${EDITION}.`,
  },
  'rejected-event-wrong': {
    title: 'its `rejected` event is wrong',
    look: 'at the code that writes `event: rejected`: one event, its data {"status","message"}, then the end of the stream.',
  },

  // Headers, and the connection.
  'content-type-wrong': {
    title: 'it opened the stream with the wrong Content-Type',
    look: 'at where it writes the head of a stream: `content-type: text/event-stream`, without which a browser reads no event.',
  },
  'cors-header-wrong': {
    title: 'its response has a wrong CORS header',
    look: `at its CORS middleware, and at answers that pass it by, such as refusals; ${EDITION}.`,
  },
  'response-header-wrong': {
    title: 'its response has a wrong header',
    look: 'at where it writes the head of the response that is shown, and at middleware that adds to it.',
  },
  'connection-close-ignored': {
    title: 'it keeps a connection open after `Connection: close`',
    look: 'at what it does with `Connection: close`: the HTTP server closes the connection after the answer, unless the code keeps the response or the socket.',
  },
  'invalid-http-accepted': {
    title: 'it accepted bytes that are not an HTTP request',
    look: "for options that make its HTTP parser lenient, and at the server's `clientError` handler.",
  },
  'connection-stuck-after-refusal': {
    title: 'it answers nothing more on a connection after a refusal',
    look: 'at how the handler of POST /internal/send refuses a send whose body it has not read to the end: it has to read the rest, or to close the connection after the answer.',
  },
  'connection-out-of-sync': {
    title: 'it misreads the next request on a connection after a refusal',
    look: 'at whether it reads a refused body to the end; if not, it has to close the connection.',
  },
} as const satisfies CodeFindings
