import type { Findings } from '../finding.ts'

/** What can become of an event in a gateway, on its way to the client. */
export const EVENTS = {
  // The event's hops.
  'event-not-accepted': {
    title: 'lost between produced and accepted',
    advice: {
      'connect answer':
        'In the gateway, look at how it reads the body of the connect answer: its `event` has to reach the stream that is about to open.',
      send: 'In the gateway, look at the branch of the handler of POST /internal/send that gave the answer shown, and at what last removed this token from the table of open streams; where there is no answer, at what the handler waits for or throws.',
      'send during connect':
        'In the gateway, look at when a token enters the table that POST /internal/send looks it up in: that has to happen before the connect callback is made, and what comes until the stream opens has to be kept.',
    },
  },
  'event-lost-after-accept': {
    title: 'lost between accepted and written',
    advice: {
      'connect answer':
        'In the gateway, look at what it does with the body of a 2xx answer to the connect callback before it writes the first byte of the stream: `event` in it has to be parsed and written first.',
      send: "In the gateway, look at the way from the handler of POST /internal/send, which answered 200, to the write on this token's response: is there a queue, a condition or a swallowed exception between the two?",
      'send during connect':
        'In the gateway, look at what it does with sends that it accepts while the connect callback is open: they have to be kept and written when the stream opens, behind the event of the connect answer.',
    },
  },
  'event-altered': {
    title: 'altered between accepted and written',
    advice: {
      'connect answer':
        'In the gateway, look at the function that turns `name` and `data` of the connect answer into `event:` and `data:` lines, above all at line breaks, blanks and encoding.',
      send: 'In the gateway, look at the function that turns `name` and `data` of a send into `event:` and `data:` lines, above all at line breaks, blanks and encoding.',
      'send during connect':
        'In the gateway, look at how an event is stored while the connect callback is open, and at the function that writes it as `event:` and `data:` lines later.',
    },
  },
  'events-out-of-order': {
    title: 'out of order between accepted and written',
    advice:
      'In the gateway, look for an `await` between accepting a send and writing it, and at the order in which the connect event and kept sends are written when a stream opens: one token has one queue.',
  },
  'event-duplicated': {
    title: 'written more often than it was sent',
    advice:
      'In the gateway, look at every place that writes an event: does one write again what was kept during the connect callback, or what is still in a queue?',
  },
  'refused-event-written': {
    title: 'written though refused',
    advice:
      'In the gateway, look at the order of the checks of POST /internal/send: an event is written or kept only when none of them refuses it.',
  },
  'event-on-wrong-stream': {
    title: 'crossed between streams',
    advice:
      'In the gateway, look at how the handler of POST /internal/send finds the response that it writes to: by the token of this send alone, and not by a variable that another request shares.',
  },
  'event-invented': {
    title: 'written without having been produced',
    advice:
      'In the gateway, look for code that writes to the stream without a send or a connect answer: greetings, errors, log lines, heartbeats that are no comments.',
  },
  'ready-event-unexpected': {
    title: 'it wrote an opening signal that its edition does not have',
    advice:
      'In the gateway, look at what it writes when a stream opens; or check that --edition names the edition that the gateway is of.',
  },
  'event-form-of-other-edition': {
    title: 'it wrote an event in the form of another edition',
    advice:
      'In the gateway, look at how it writes a named event: `event:` and `data:` lines; or check that --edition names the edition that the gateway is of.',
  },
  'close-written-as-empty-event': {
    title: 'it turned a close without an event into an empty event',
    advice: {
      'connect answer':
        'In the gateway, look at what it does with a connect answer of `close: true` alone: the stream ends, and no `data:` line is written.',
      send: 'In the gateway, look at the branch of POST /internal/send for a close: an event is written only where the send has an `event`.',
      'send during connect':
        'In the gateway, look at the code that writes what was kept while the connect callback was open: a kept close without an `event` ends the stream and writes no `data:` line.',
    },
  },
  'close-not-applied': {
    title: 'it accepted a close and left the stream open',
    advice:
      'In the gateway, look at what follows `close: true`, in a send and in the connect answer: the response has to be ended, after the event that comes with it.',
  },
  'open-stream-refuses-sends': {
    title: 'it refuses sends to an open stream',
    advice:
      'In the gateway, look at what removes a token from the table of open streams while its response is still open.',
  },
  'stream-ended-wrongly': {
    title: 'it ended the stream in the wrong way',
    advice:
      'In the gateway, look at how it ends a response: a stream that is closed is finished (`response.end()`) and its connection is not destroyed.',
  },
  'open-stream-ended': {
    title: 'it ended a stream that nobody closed',
    advice:
      'In the gateway, look for what ends a response: a timeout of the server or the socket, an exception, or a close in the connect answer that this edition ignores.',
  },
  'heartbeat-missing': {
    title: 'its heartbeats do not come',
    advice:
      'In the gateway, look at where the timer of the heartbeats is started, for every stream that opens, and at what it writes: a comment, and a flush behind it.',
  },
  'heartbeat-too-fast': {
    title: 'its heartbeats come too fast',
    advice:
      'In the gateway, look at the timer of the heartbeats: its interval is HEARTBEAT_INTERVAL_SECONDS in seconds, one timer for each stream.',
  },

  // Text on the wire.
  'envelope-name-unescaped': {
    title: 'a name was not escaped in its envelope',
    advice:
      'In the gateway, look at how the name gets into the envelope: as JSON text (`JSON.stringify(name)`), and never between quotes of its own.',
  },
  'envelope-data-injected': {
    title: 'data changed the envelope around it',
    advice:
      'In the gateway, look at how `data` gets into the envelope: text that is no valid JSON has to be refused or encoded, and never pasted.',
  },
  'event-text-injected': {
    title: 'text of an event became a field or an event of its own',
    advice:
      'In the gateway, look at the function that writes `name` and `data`: CR, LF and CRLF each begin a new line, which needs a `data:` of its own in data and a refusal in a name.',
  },
  'extra-field-written': {
    title: 'it wrote a field nobody asked for',
    advice:
      'In the gateway, look at the function that writes events: it may write `event:` and `data:` lines and comments, and nothing else.',
  },
  'stream-not-utf8': {
    title: 'it wrote bytes that are not UTF-8',
    advice:
      'In the gateway, look at the encoding given to writes on the response, and at places that cut text by bytes.',
  },
  'event-malformed': {
    title: 'it wrote an event in the wrong form',
    advice:
      'In the gateway, look at the function that writes events, or check that --edition names the edition that the gateway is of.',
  },
  'data-lines-not-split': {
    title: 'line breaks in data are not split into data: lines',
    advice:
      'In the gateway, look at how it writes `data` that has line breaks: each of CR LF, LF and CR begins a `data:` line of its own.',
  },
  'json-altered': {
    title: 'JSON changed its meaning on the way',
    advice:
      'In the gateway, look for a place that parses `data` and writes it again: numbers, duplicate keys and escapes do not survive that; embed the text as it is.',
  },
  'ready-event-missing': {
    title: 'opening signal never written',
    advice:
      'In the gateway, look at where a stream opens: `event: ready` with empty data is due behind what was kept; or check that --edition names the edition that the gateway is of.',
  },
  'ready-event-misplaced': {
    title: 'opening signal in the wrong place',
    advice:
      'In the gateway, look at the order in which it writes kept events and `event: ready` when a stream opens; it is written once, behind them.',
  },
} as const satisfies Findings
