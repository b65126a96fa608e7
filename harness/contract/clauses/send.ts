import type { Clause } from '../clause.ts'

const README_SEND = 'gateway README (9ff47e4), "Send/Close Endpoint"'

/** Events and closes that the backend sends, and the answers to them. */
export const sendClauses = {
  'send/named-event': {
    level: 'MUST',
    sentence: 'A named event reaches the client under its name.',
    source: `${README_SEND}; WHATWG HTML, "event stream interpretation"`,
  },
  'send/unnamed-event': {
    level: 'MUST',
    sentence: 'An event without a name reaches the client as a message.',
    source: `${README_SEND}; WHATWG HTML, "event stream interpretation"`,
  },
  'send/empty-data': {
    level: 'MUST',
    sentence: 'An event with empty data is dispatched by the client, with empty data.',
    source: 'rule 1; WHATWG HTML, "event stream interpretation"',
  },
  'send/multi-line-data': {
    level: 'MUST',
    sentence: 'Data of several lines reaches the client as the same lines.',
    source: 'rule 1; gateway README (9ff47e4), "SSE Event Format"',
  },
  'send/white-space-kept': {
    level: 'MUST',
    sentence: 'White space at either end of data reaches the client.',
    source: 'rule 1; WHATWG HTML, "event stream interpretation"',
  },
  'send/unicode-data': {
    level: 'MUST',
    sentence: 'Text outside ASCII reaches the client as the same text, in UTF-8.',
    source: 'rule 1; WHATWG HTML, "event stream format"',
  },
  'send/64-kilobytes': {
    level: 'MUST',
    sentence: '64 KB of data in one event are accepted and delivered whole.',
    source: 'rule 5',
  },
  'send/in-order': {
    level: 'MUST',
    sentence: 'The accepted events of a stream arrive once each, in the order of acceptance.',
    source: 'rule 2',
  },
  'send/answer-form': {
    level: 'MUST',
    sentence: 'An accepted send is answered 200, with JSON whose status is ok or buffered.',
    source: 'contract, "Payloads"',
  },
  'send/event-then-close': {
    level: 'MUST',
    sentence: 'An event sent together with a close is delivered first, then the stream ends.',
    source: README_SEND,
  },
  'send/close-alone': {
    level: 'MUST',
    sentence: 'A close without an event ends the stream cleanly and adds nothing to it.',
    source: README_SEND,
  },
  'send/close-false-keeps-open': {
    level: 'MUST',
    sentence: 'A send whose close is false does not close the stream.',
    source: README_SEND,
  },
  'send/empty-send-ignored': {
    level: 'MUST',
    sentence: 'A send without an event and without a close adds nothing to the stream and leaves it open.',
    source: README_SEND,
  },
  'send/close-race-consistent': {
    level: 'MUST',
    sentence:
      'A send that races with a close is delivered if it was answered 200, and else refused with 404.',
    source: 'rule 2',
  },
  'send/unknown-token-refused': {
    level: 'MUST',
    sentence: 'A send to an unknown token is refused with 404, or with 400 if no token has that form.',
    source: `${README_SEND}; rule 2`,
  },
  'send/after-end-refused': {
    level: 'MUST',
    sentence: 'A send to a stream that has ended is refused with 404.',
    source: 'rule 2',
  },
  'send/refused-stream-refused': {
    level: 'MUST',
    sentence: 'A send to a stream that the backend refused is refused with 404.',
    source: 'rule 2',
  },
  'send/wrong-types-refused': {
    level: 'MUST',
    sentence: 'A send in the wrong form is refused with 400 and delivers nothing.',
    source: `${README_SEND}; rule 5`,
  },
  'send/other-content-type-handled': {
    level: 'MUST',
    sentence: 'A send whose Content-Type is not JSON is delivered, or refused with a 4xx status.',
    source: 'rule 5',
  },
  'send/other-methods-refused': {
    level: 'MUST',
    sentence: 'The send endpoint accepts only POST; another method delivers nothing.',
    source: README_SEND,
  },
  'send/too-large-refused': {
    level: 'MUST',
    sentence: 'Data of any size is delivered whole, or refused with 413.',
    source: 'rule 5',
  },
  'send/unknown-fields-handled': {
    level: 'MUST',
    sentence: 'A send with fields outside the contract is delivered whole, or refused with 400.',
    source: 'rule 2; rule 5',
  },
  'send/repeated-keys-read-as-json': {
    level: 'SHOULD',
    sentence: 'The last value of a repeated key in a send counts, or the send is refused with 400.',
    source: 'ECMA-262, "JSON.parse"; RFC 8259, "Objects"',
  },
  'send/hostile-json-handled': {
    level: 'MUST',
    sentence: 'Keys such as __proto__, deep nesting and huge numbers in a send have no side effect.',
    source: 'rule 4; rule 5',
  },
  'send/invalid-utf8-refused': {
    level: 'SHOULD',
    sentence: 'A send that is not UTF-8 is refused with 400, not altered.',
    source: 'rule 1; RFC 8259, "Character Encoding"',
  },
  'send/chunked-body-accepted': {
    level: 'MUST',
    sentence: 'A send that arrives in small chunks is read as a whole.',
    source: 'RFC 9112, "Chunked Transfer Coding"',
  },
  'send/aborted-upload-ignored': {
    level: 'MUST',
    sentence: 'A send that breaks off half-way delivers nothing and affects no stream.',
    source: 'rule 4',
  },
  'send/connection-usable-after-refusal': {
    level: 'MUST',
    sentence: 'After a refused send, its connection accepts the next send or is closed.',
    source: 'RFC 9112, "Persistence"; rule 5',
  },
  'send/errors-are-json': {
    level: 'MUST',
    sentence: "A refused send is answered with JSON in the edition's form, without internal details.",
    source: 'rule 5',
  },
  'send/during-connect-kept': {
    level: 'MUST',
    sentence: 'A send during the connect callback is accepted, kept, and delivered once the stream opens.',
    source: 'edition callback-events; rule 2; the bug report',
  },
  'send/during-connect-in-order': {
    level: 'MUST',
    sentence: 'Events kept during the connect callback are delivered in the order of acceptance.',
    source: 'rule 2',
  },
  'send/close-during-connect': {
    level: 'MUST',
    sentence: 'A close during the connect callback takes effect after the events kept before it.',
    source: 'rule 2',
  },
  'send/streams-isolated': {
    level: 'MUST',
    sentence: 'With many streams open, each receives its own events and no others.',
    source: 'rule 4',
  },
} as const satisfies Record<string, Clause>
