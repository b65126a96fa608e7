import type { Clause } from '../../clause.ts'

/** Threads and time. */
export const concurrencyClauses = {
  'backend/slow-send-isolated': {
    level: 'MUST',
    sentence: 'A connect callback that waits for the answer to a send delays no other callback.',
    source: 'rule 4',
  },
  'backend/close-without-lock': {
    level: 'SHOULD',
    sentence: 'While a replaced token is being closed, its disconnect callback is answered.',
    source: 'rule 7 ("with a lock held")',
  },
  'backend/connect-before-timeout': {
    level: 'SHOULD',
    sentence: 'A connect callback is answered within 5 s, even if the gateway answers no send.',
    source: 'contract, the callback timeout of 5 s',
    timed: true,
  },
} as const satisfies Record<string, Clause>
