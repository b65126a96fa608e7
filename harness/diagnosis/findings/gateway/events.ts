import type { CodeFindings } from '../finding.ts'

/** Findings about events in a gateway, on their way to the client. */
export const EVENTS = {
  // Lost.
  'event-lost-after-accept': {
    title: 'it accepted the event (200) but never sent it to the client',
    look: "at the path from the handler of POST /internal/send to the write on this token's response: which queue, condition or swallowed exception stops the event there?",
  },
  'connect-event-lost': {
    title: 'it did not send the event of the connect answer to the client',
    look: 'at what it does with the body of a 2xx answer to the connect callback: it has to parse `event` there and write it as the first event of the stream.',
  },
  'buffered-event-lost': {
    title: 'it accepted an event during the connect callback but never sent it to the client',
    look: 'at what it does with sends that it accepts while the connect callback is open: it has to keep them, and to write them when the stream opens, after the event of the connect answer.',
  },
  'event-lost-at-close': {
    title: 'it lost an event that came with or before a close',
    look: 'at the order of a close and of the events accepted before it: the events are written first, then the stream ends; a send that comes after the close is answered 404.',
  },
  'event-with-special-line-lost': {
    title: 'it lost an event whose data has an empty line or a line that begins with a colon',
    look: 'at how it splits `data` into lines: each line gets a `data:` of its own, also an empty one and one that begins with a colon.',
  },

  'send-with-unknown-field-lost': {
    title: 'it accepted a send with an unknown field but never sent its event to the client',
    look: 'at what POST /internal/send does with a field that it does not know: it ignores the field, and writes the event.',
  },
  'send-with-repeated-key-misread': {
    title: 'it used another value of a repeated key in a send than JSON.parse does',
    look: 'at how it parses the body of a send: of a key that is repeated, the last value counts, as for `JSON.parse`.',
  },

  // Repeated, misplaced, invented.
  'events-out-of-order': {
    title: 'it sent the events in another order than it accepted them',
    look: 'for an `await` or a timer between accepting a send and writing it: the events of one token go through one queue.',
  },
  'buffered-events-out-of-order': {
    title: 'it sent the first events of the stream in the wrong order',
    look: 'at what it writes when a stream opens: first the event of the connect answer, then the sends that it kept, oldest first, then everything later.',
  },
  'event-duplicated': {
    title: 'it sent an event more than once',
    look: 'at every place that writes an event: does one of them repeat events that were kept during the connect callback, or that are still in a queue?',
  },
  'refused-event-written': {
    title: 'it refused the event but still sent it to the client',
    look: 'at the order of the checks in POST /internal/send: it may write or keep an event only after every check has passed.',
  },
  'event-on-wrong-stream': {
    title: "it sent an event to another client's stream",
    look: 'at how the handler of POST /internal/send finds the response to write to: by the token of this send alone, and not by a variable that requests share.',
  },
  'event-invented': {
    title: 'it sent an event that the backend never sent',
    look: 'for code that writes to the stream without a send or a connect answer: greetings, errors, log lines, heartbeats that are not comments.',
  },
  'empty-send-written': {
    title: 'it sent an empty event for a send without event and close',
    look: 'at what POST /internal/send does with a send that has neither an event nor a close: it answers, and writes nothing.',
  },
  'ready-event-unexpected': {
    title: 'it wrote an opening signal that its edition does not have',
    look: 'at what it writes when a stream opens; or check that --edition names the edition that the gateway is of.',
  },
  'event-form-of-other-edition': {
    title: 'it wrote an event in the form of another edition',
    look: 'at how it writes a named event: `event:` and `data:` lines; or check that --edition names the edition that the gateway is of.',
  },
  'close-written-as-empty-event': {
    title: 'it turned a close without an event into an empty event',
    look: 'at the branch of POST /internal/send for a close: it may write an event only where the send has an `event`.',
  },
  'buffered-close-written-as-empty-event': {
    title: 'it turned a close that it kept during the connect callback into an empty event',
    look: 'at the code that writes what was kept while the connect callback was open: a kept close without an `event` ends the stream and writes no `data:` line.',
  },
  'connect-close-written-as-empty-event': {
    title: 'it turned the close of the connect answer into an empty event',
    look: 'at what it does with a connect answer that has `close: true` alone: the stream ends, and no `data:` line is written.',
  },

  // A close, and the end of a stream.
  'close-not-applied': {
    title: 'it accepted a close (200) but left the stream open',
    look: 'at what POST /internal/send does with `close: true`: it ends the response, after the event that comes with the close.',
  },
  'buffered-close-not-applied': {
    title: 'it accepted a close during the connect callback but left the stream open',
    look: 'at what it does with a close that it accepts while the connect callback is open: it has to keep it, and to end the stream after the events that it kept.',
  },
  'connect-close-not-applied': {
    title: 'it ignored the close in the connect answer',
    look: 'at what it does with the body of a 2xx answer to the connect callback: with `close: true` the stream ends, after the `event` of the answer.',
  },
  'open-stream-refuses-sends': {
    title: 'it refuses sends to an open stream',
    look: 'at what removes a token from the table of open streams while its response is still open.',
  },
  'stream-cut': {
    title: 'it cut the connection instead of finishing the response',
    look: 'at how it ends a stream: `response.end()` finishes the response; `destroy()` on the response or its socket cuts it.',
  },
  'stream-ended-wrongly': {
    title: 'it ended the stream in the wrong way',
    look: 'at how it ends a response: a stream that is closed is finished with `response.end()`.',
  },
  'open-stream-ended': {
    title: 'it ended a stream that neither backend nor client had closed',
    look: 'for what ends a response: a timeout of the server or the socket, or an exception in a handler.',
  },
  'close-on-wrong-stream': {
    title: 'it ended another stream than the one that the backend closed',
    look: 'at how a close finds its stream: by the token of the send alone, and not by the URL or a variable that requests share.',
  },
  'close-false-applied': {
    title: 'it ended the stream after a send with `close: false`',
    look: 'at how it reads `close` in a send: only `true` closes the stream; `false` counts as if it were left out.',
  },
  'prototype-applied': {
    title: 'it applied a close from `__proto__` or `constructor` in a send',
    look: 'at how it copies or merges the body of a send: only own keys count, and what is put under `__proto__` has no effect.',
  },
  'ignored-answer-applied': {
    title: 'it applied a connect answer that this edition ignores',
    look: 'at what it does with the body of the connect answer: in this edition it has no effect; or check that --edition names the edition of the gateway (npm run probe detects it).',
  },
  'heartbeat-missing': {
    title: 'it sends no heartbeats, or too few',
    look: 'at where the heartbeat timer starts, for every stream that opens, and at its interval: HEARTBEAT_INTERVAL_SECONDS, in seconds.',
  },
  'heartbeat-as-event': {
    title: 'it sends heartbeats as events instead of comments',
    look: 'at what the heartbeat timer writes: a comment line (`: heartbeat` and an empty line), which no client dispatches as an event.',
  },
  'heartbeat-too-fast': {
    title: 'it sends heartbeats faster than HEARTBEAT_INTERVAL_SECONDS says',
    look: 'at the heartbeat timer: its interval is HEARTBEAT_INTERVAL_SECONDS in seconds, with one timer for each stream.',
  },
} as const satisfies CodeFindings
