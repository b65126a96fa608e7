import type { Clause } from '../../clause.ts'

/** Replacing a connection. */
export const replacementClauses = {
  'backend/replaced-closed-first': {
    level: 'MUST',
    sentence:
      'A connect for an id with a connection closes the old token once, before any send to the new one.',
    source: 'contract, ConnectionManager',
  },
  'backend/replacement-receives': {
    level: 'MUST',
    sentence:
      'After a replacement, every send goes to the new token, even if the old one could not be closed.',
    source: 'contract, ConnectionManager',
  },
  'backend/one-connection-per-id': {
    level: 'MUST',
    sentence: 'Of concurrent connects for one id, one stays connected and every other token is closed.',
    source: 'contract, ConnectionManager',
  },
} as const satisfies Record<string, Clause>
