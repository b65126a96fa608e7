import type { Clause } from '../clause.ts'

const README = 'gateway README (60d1cae), "Event formatting"'

/** What the gateway itself says at the beginning of a stream. */
export const openingClauses = {
  'opening/ready-signalled': {
    level: 'MUST',
    sentence: 'A stream that has opened says so once, with `event: ready` and empty data.',
    source: README,
    requires: { signalsReady: true },
  },
  'opening/ready-after-kept': {
    level: 'MUST',
    sentence: 'The opening signal follows what was kept while the connect callback was open.',
    source: 'contract, "Editions"',
    requires: { signalsReady: true },
  },
  'opening/rejection-sent': {
    level: 'MUST',
    sentence: 'A refusal with 400, 401 or 403 is told on a stream, by one `rejected` event and the end.',
    source: 'contract, "Editions"',
    requires: { rejectsOnStream: true },
  },
} as const satisfies Record<string, Clause>
