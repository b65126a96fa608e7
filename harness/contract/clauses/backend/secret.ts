import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** The secret. */
export const secretClauses = {
  'backend/secret-required': {
    level: 'MUST',
    sentence: 'In production a callback without the right secret is answered 401, and changes nothing.',
    source: BACKEND,
  },
  'backend/secret-accepted': {
    level: 'MUST',
    sentence: 'In production callbacks with the secret of the callback URL are let in.',
    source: BACKEND,
  },
  'backend/secret-checked-first': {
    level: 'SHOULD',
    sentence: 'In production whoever lacks the secret learns nothing about the body it posted.',
    source: `${BACKEND}; rule 5`,
  },
  'backend/secret-not-required-outside-production': {
    level: 'MUST',
    sentence: 'Outside production callbacks are let in whatever secret they carry.',
    source: BACKEND,
  },
  'backend/no-hooks-in-production': {
    level: 'MUST',
    sentence: 'In production the test hooks do nothing and are answered 4xx.',
    source: `${BACKEND} ("Test hooks outside production")`,
  },
  'backend/answers-leak-nothing': {
    level: 'SHOULD',
    sentence:
      'No answer repeats the secret or the Authorization and Cookie headers of a client, or shows the inside of the backend.',
    source: 'rule 5 ("nothing internal leaks")',
  },
  'backend/logs-leak-nothing': {
    level: 'SHOULD',
    sentence: 'The secret and the Authorization and Cookie headers of a client are never printed.',
    source: 'contract, "Who talks to whom" ("a secret may sit in its query string"); rule 5',
  },
} as const satisfies Record<string, Clause>
