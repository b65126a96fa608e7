import type { Findings } from '../finding.ts'

/** What can be wrong with the answers of a gateway to clients. */
export const CLIENT_ANSWERS = {
  'refusal-wrong-status': {
    title: 'it refused with another status',
    advice:
      'In the gateway, look at the branch that chose this status: CONTRACT.md names, under the clause, the one that says whose mistake it is.',
  },
  'stream-not-refused': {
    title: 'it opened a stream that it should refuse',
    advice:
      'In the gateway, look at the checks before the head of the stream is written: this request has to be refused by one of them.',
  },
  'wrong-status': {
    title: 'it answered with another status',
    advice: 'In the gateway, look at the route that answers this request, or at the missing one.',
  },
  'refusal-unfinished': {
    title: 'it does not finish its refusal',
    advice: 'In the gateway, look at how a refused request is answered: the response has to be ended.',
  },
  'connection-close-ignored': {
    title: 'it keeps a connection open that its client wants closed',
    advice:
      'In the gateway, look at what it does with `Connection: close`: the HTTP server closes the connection behind the answer, unless its code keeps the response or the socket.',
  },
  'connection-stuck-after-refusal': {
    title: 'after a refusal it answers nothing more on the connection',
    advice:
      'In the gateway, look at how the handler of POST /internal/send refuses a send whose body is not read to its end: read the rest, or close the connection behind the answer.',
  },
  'refusal-malformed': {
    title: 'it refused in the wrong form',
    advice:
      "In the gateway, look at the error handlers, those of the framework included: each has to write JSON in the edition's form.",
  },
  'stream-neither-opened-nor-refused': {
    title: 'it neither opened nor refused',
    advice:
      'In the gateway, look at how it maps a broken answer of the backend to a status: a client gets a stream, or 5xx.',
  },
  'refusal-leaks-details': {
    title: 'its refusal tells internal details',
    advice:
      'In the gateway, look at what its error handler copies from the exception into the answer: neither the message nor the stack of an internal error belongs there.',
  },
  'invalid-http-accepted': {
    title: 'it took bytes that are no HTTP request for one',
    advice:
      "In the gateway, look for options that make its HTTP parser lenient, and at the server's `clientError` handler.",
  },
  'connection-out-of-sync': {
    title: 'after a refusal it misreads the next request on the connection',
    advice:
      'In the gateway, look at whether it reads a refused body to its end; if not, it has to close the connection.',
  },
  'response-header-wrong': {
    title: 'a response header is wrong',
    advice:
      'In the gateway, look at where it writes the head of the response that is shown, and at middleware that adds to it.',
  },
  'refusal-of-other-edition': {
    title: 'it refused otherwise than its edition says',
    advice:
      'In the gateway, look at how 400, 401 and 403 of the backend reach the client in this edition; or check that --edition names the edition that the gateway is of.',
  },
  'rejected-event-wrong': {
    title: 'it told a rejection wrongly',
    advice:
      'In the gateway, look at the code that writes `event: rejected`: one event, its data {"status","message"}, then the end of the stream.',
  },
} as const satisfies Findings
