import type { Clause } from '../clause.ts'

const README = 'gateway README (60d1cae), "Event formatting"'
const requires = { eventForm: 'envelope' } as const

/** How the envelope edition writes events. */
export const envelopeClauses = {
  'envelope/named-event-enveloped': {
    level: 'MUST',
    sentence: 'A named event arrives as an unnamed one whose data is `{"type":name,"payload":data}`.',
    source: README,
    requires,
  },
  'envelope/payload-verbatim': {
    level: 'MUST',
    sentence: 'The envelope contains the data of a named event as unchanged JSON text.',
    source: `${README}; contract, "Editions"`,
    requires,
  },
  'envelope/multi-line-json-preserved': {
    level: 'MUST',
    sentence: 'JSON data with line breaks keeps its meaning in the envelope.',
    source: 'rule 1',
    requires,
  },
  'envelope/name-escaped': {
    level: 'MUST',
    sentence: 'Quotes, backslashes and line breaks in a name arrive unchanged in the type of the envelope.',
    source: 'rule 1',
    requires,
  },
  'envelope/non-json-data-injects-nothing': {
    level: 'MUST',
    sentence: 'Data of a named event that is not JSON is refused, or changes nothing else in its envelope.',
    source: 'rule 1',
    requires,
  },
  'envelope/unnamed-event-not-enveloped': {
    level: 'MUST',
    sentence: 'An event without a name arrives without an envelope.',
    source: 'contract, "Editions"',
    requires,
  },
} as const satisfies Record<string, Clause>
