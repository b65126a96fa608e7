import type { Clause } from '../clause.ts'

const README_SEND = 'gateway README (9ff47e4), "Send/Close Endpoint"'

/** What the backend sends, and what becomes of it. */
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
    sentence: 'What is accepted for one stream reaches it once each, in the order of acceptance.',
    source: 'rule 2',
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
  'send/unknown-token-refused': {
    level: 'MUST',
    sentence: 'A send to a token that never was is refused with 404.',
    source: `${README_SEND}; rule 2`,
  },
  'send/after-end-refused': {
    level: 'MUST',
    sentence: 'A send to a stream that has ended is refused with 404.',
    source: 'rule 2',
  },
  'send/wrong-types-refused': {
    level: 'MUST',
    sentence: 'A send of the wrong shape is refused with 400 and delivers nothing.',
    source: `${README_SEND}; rule 5`,
  },
  'send/errors-are-json': {
    level: 'MUST',
    sentence: "A refused send is answered as JSON in the edition's form, with nothing internal in it.",
    source: 'rule 5',
  },
  'send/during-connect-kept': {
    level: 'MUST',
    sentence:
      'A send while the connect callback is open is accepted, kept and delivered once the stream opens.',
    source: 'edition callback-events; rule 2; the bug report',
  },
  'send/during-connect-in-order': {
    level: 'MUST',
    sentence: 'What was kept while the connect callback was open is delivered in the order of acceptance.',
    source: 'rule 2',
  },
  'send/close-during-connect': {
    level: 'MUST',
    sentence:
      'A close while the connect callback is open takes effect once what was kept before it is delivered.',
    source: 'rule 2',
  },
  'send/streams-isolated': {
    level: 'MUST',
    sentence: 'With many streams open, each receives its own events and no others.',
    source: 'rule 4',
  },
} as const satisfies Record<string, Clause>
