import type { CodeFindings } from '../finding.ts'

const LOOKUP = 'at when the token leaves the table that POST /internal/send uses'

/** Findings about the answers of a gateway to sends. */
export const SEND_ANSWERS = {
  // A correct send.
  'send-refused': {
    title: 'it refused a correct send',
    look: 'at the branch of POST /internal/send that gave the answer shown: which check refuses this body, or what removed this token from the table of open streams?',
  },
  'send-refused-during-connect': {
    title: 'it refused a send while the connect callback was open',
    look: 'at when a token enters the table that POST /internal/send uses: that has to happen before the connect callback is made, and sends until the stream opens have to be kept.',
  },
  'send-unanswered': {
    title: 'it does not answer a send',
    look: 'at what the handler of POST /internal/send waits for: neither a callback, nor a client that reads slowly, nor a lock may keep it from answering.',
  },
  'close-waits-for-callback': {
    title: 'it does not answer a close until the backend answers its disconnect callback',
    look: 'for an `await` on the disconnect callback in the handler of a close: it has to answer the close first, and to make the callback without waiting.',
  },
  'send-connection-broke': {
    title: 'it broke the connection of a send instead of answering',
    look: 'for an exception in the handler of POST /internal/send, and for code that destroys the request or its socket.',
  },
  'send-size-limit-too-low': {
    title: 'it refuses data of less than 64 KB as too large',
    look: 'at the limit of the body parser in front of POST /internal/send: 64 KB of data plus the JSON around it have to pass.',
  },
  'send-answer-malformed': {
    title: 'its answer to a send has the wrong form',
    look: 'at what POST /internal/send answers: JSON as application/json, `{"status":"ok"}` or `{"status":"buffered"}`.',
  },

  // A send that it has to refuse.
  'send-not-refused': {
    title: 'it accepted a send that it has to refuse',
    look: 'at the checks of POST /internal/send: this body has to be refused before anything is written or kept.',
  },
  'malformed-send-accepted': {
    title: 'it accepted a send with a wrong body',
    look: 'at the checks of POST /internal/send: every field has the type that CONTRACT.md gives it, and nothing is converted.',
  },
  'send-to-ended-stream-accepted': {
    title: 'it accepted a send to a stream that had ended',
    look: `${LOOKUP}: when the stream ends, whichever side ends it.`,
  },
  'send-to-refused-stream-accepted': {
    title: 'it accepted a send to a stream that the backend had refused',
    look: `${LOOKUP}: when the backend refuses the stream.`,
  },
  'send-to-unknown-token-accepted': {
    title: 'it accepted a send to a token that no stream has',
    look: 'at how POST /internal/send looks a token up: in a Map, or by own keys alone; for an unknown token the answer is 404.',
  },
  'send-by-other-method-accepted': {
    title: 'it accepted a send that is not a POST',
    look: 'at the route of /internal/send: it takes POST and nothing else.',
  },
  'send-not-utf8-accepted': {
    title: 'it accepted a send that is not UTF-8',
    look: "at how it decodes the body of a send: it has to refuse bytes that are not UTF-8 (`new TextDecoder('utf-8', { fatal: true })`), and not to replace them.",
  },
  'send-content-type-not-refused': {
    title: 'it accepted a send of a Content-Type that it has to refuse',
    look: 'at the body parser in front of POST /internal/send: which Content-Types does it take?',
  },

  // A send that it answers with the wrong status.
  'send-content-type-unhandled': {
    title: 'it fails on a send whose Content-Type is not application/json',
    look: 'at what it does with a send whose Content-Type is not application/json: a body parser leaves it unparsed (`req.body` is undefined), and the code that reads it then throws; read it as JSON anyway, or answer 400 or 415.',
  },
  'send-too-large-unhandled': {
    title: 'it answers a send that is too large with another status than 413',
    look: 'at how it handles the error of the body parser at its limit: the answer is 413.',
  },
  'invalid-send-fails': {
    title: 'it answers an invalid send with 5xx instead of 4xx',
    look: 'at the checks of POST /internal/send, and at the errors of the body parser: the fault of the sender is 4xx.',
  },
  'send-refusal-wrong-status': {
    title: 'it refused a send with the wrong status',
    look: 'at the branch of POST /internal/send that chose this status: CONTRACT.md has the right one under the clause.',
  },
  'send-wrong-status': {
    title: 'it neither accepted nor refused a send',
    look: 'at the branch of POST /internal/send that chose this status, or at the error that is not handled there: the answer is 200, or a 4xx status that says what is wrong.',
  },
} as const satisfies CodeFindings
