import type { Clause } from '../clause.ts'

const INTERPRETATION = 'rule 1; WHATWG HTML, "event stream interpretation"'

/** Names and data arrive unchanged, and nothing else is written. */
export const streamClauses = {
  'stream/names-verbatim': {
    level: 'MUST',
    sentence: 'A name with spaces, colons or any letters arrives unchanged or is refused.',
    source: INTERPRETATION,
  },
  'stream/name-injects-nothing': {
    level: 'MUST',
    sentence:
      'A name with a line break arrives unchanged or is refused, and never becomes another field or event.',
    source: INTERPRETATION,
  },
  'stream/carriage-return-injects-nothing': {
    level: 'MUST',
    sentence: 'A carriage return in data never becomes another field or another event.',
    source: INTERPRETATION,
  },
  'stream/carriage-return-kept-or-refused': {
    level: 'MUST',
    sentence: 'Data with carriage returns arrives unchanged or is refused.',
    source: 'rule 1; WHATWG HTML, "parsing an event stream"',
  },
  'stream/field-like-data-kept': {
    level: 'MUST',
    sentence: 'Lines of data that look like fields or comments arrive as data, or are refused.',
    source: INTERPRETATION,
  },
  'stream/any-text-safe': {
    level: 'MUST',
    sentence: 'Any well-formed text as name or data arrives unchanged or is refused.',
    source: INTERPRETATION,
  },
  'stream/lone-surrogates-refused': {
    level: 'SHOULD',
    sentence: 'Text that has no UTF-8 form is refused, not altered.',
    source: 'rule 1; WHATWG Encoding, "UTF-8 encoder"',
  },
  'stream/no-extra-fields': {
    level: 'MUST',
    sentence: 'A stream carries no `id` and no `retry` field, which no backend can ask for.',
    source: 'WHATWG HTML, "event stream interpretation"; contract, "Payloads"',
  },
  'stream/valid-utf8': {
    level: 'MUST',
    sentence: 'The bytes of a stream are UTF-8 throughout, however large an event is.',
    source: 'WHATWG HTML, "event stream format"',
  },
  'stream/concurrent-events-whole': {
    level: 'MUST',
    sentence: 'Large events sent to one stream at the same time arrive whole, one after another.',
    source: 'rule 1; rule 2',
  },
  'stream/last-event-complete': {
    level: 'MUST',
    sentence: 'A large event sent together with a close arrives whole before the stream ends.',
    source: 'rule 2; contract, "Payloads" ("Event first, then close")',
  },
} as const satisfies Record<string, Clause>
