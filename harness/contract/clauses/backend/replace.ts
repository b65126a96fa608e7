import type { Clause } from '../../clause.ts'

/** Replacing a connection. */
export const replacementClauses = {
  'backend/replaced-closed-first': {
    level: 'MUST',
    sentence: 'A connect for a taken id closes the old token once, before anything is sent to the new one.',
    source: 'contract, ConnectionManager',
  },
  'backend/replacement-receives': {
    level: 'MUST',
    sentence:
      'After a replacement everything goes to the new token, also when the old one could not be closed.',
    source: 'contract, ConnectionManager',
  },
  'backend/one-connection-per-id': {
    level: 'MUST',
    sentence: 'Of connects for one id at the same time one holds, and every other token is closed.',
    source: 'contract, ConnectionManager',
  },
} as const satisfies Record<string, Clause>
