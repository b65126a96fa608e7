import type { Clause } from '../clause.ts'

const README = 'gateway README (60d1cae), "Event formatting"'

/** Events that the gateway itself writes at the start of a stream. */
export const openingClauses = {
  'opening/ready-signalled': {
    level: 'MUST',
    sentence: 'An open stream carries `event: ready` with empty data, once.',
    source: README,
    requires: { signalsReady: true },
  },
  'opening/ready-after-kept': {
    level: 'MUST',
    sentence: 'The `ready` event follows the events kept while the connect callback was open.',
    source: 'contract, "Editions"',
    requires: { signalsReady: true },
  },
  'opening/rejection-sent': {
    level: 'MUST',
    sentence: 'A refusal with 400, 401 or 403 is sent on a stream: one `rejected` event, then the end.',
    source: 'contract, "Editions"',
    requires: { rejectsOnStream: true },
  },
} as const satisfies Record<string, Clause>
