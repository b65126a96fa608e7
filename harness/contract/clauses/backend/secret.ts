import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** The secret. */
export const secretClauses = {
  'backend/secret-required': {
    level: 'MUST',
    sentence: 'In production, a callback without the right secret is answered 401 and changes nothing.',
    source: BACKEND,
  },
  'backend/secret-accepted': {
    level: 'MUST',
    sentence: 'In production, callbacks with the right secret are accepted.',
    source: BACKEND,
  },
  'backend/secret-checked-first': {
    level: 'SHOULD',
    sentence: 'In production, the answer to a callback without the right secret does not depend on its body.',
    source: `${BACKEND}; rule 5`,
  },
  'backend/secret-not-required-outside-production': {
    level: 'MUST',
    sentence: 'Outside production, callbacks with any secret or none are accepted.',
    source: BACKEND,
  },
  'backend/no-hooks-in-production': {
    level: 'MUST',
    sentence: 'In production, the test hooks do nothing and are answered 4xx.',
    source: `${BACKEND} ("Test hooks outside production")`,
  },
  'backend/answers-leak-nothing': {
    level: 'SHOULD',
    sentence:
      'No answer contains the secret, Authorization and Cookie headers of a client, or internal details.',
    source: 'rule 5 ("no internal details")',
  },
  'backend/logs-leak-nothing': {
    level: 'SHOULD',
    sentence: 'The secret and the Authorization and Cookie headers of a client are never logged.',
    source: 'contract, "Who talks to whom" ("its query string may contain a secret"); rule 5',
  },
} as const satisfies Record<string, Clause>
