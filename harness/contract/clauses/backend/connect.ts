import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** Connect callbacks. */
export const backendConnectClauses = {
  'backend/connect-accepted': {
    level: 'MUST',
    sentence:
      "A connect callback for a stream of the backend is answered 200, with JSON in the contract's form.",
    source: `${BACKEND}; contract, "Payloads"; rule 6`,
  },
  'backend/connection-open-answered': {
    level: 'MUST',
    sentence: 'The answer to an accepted connect callback contains the event `connection_open`.',
    source: 'the bug report',
  },
  'backend/id-decoded': {
    level: 'MUST',
    sentence:
      'The id of a stream is the percent-decoded value of its parameter; other parameters are ignored.',
    source: `${BACKEND}; WHATWG URL, "application/x-www-form-urlencoded parsing"`,
  },
  'backend/unknown-fields-ignored': {
    level: 'MUST',
    sentence: 'Unknown fields of a callback are ignored.',
    source: 'contract, "Payloads"',
  },
} as const satisfies Record<string, Clause>
