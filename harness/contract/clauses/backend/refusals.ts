import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** Refusals. */
export const refusalClauses = {
  'backend/unknown-path-refused': {
    level: 'MUST',
    sentence: 'A connect callback for a path that is no stream is answered 400.',
    source: BACKEND,
  },
  'backend/missing-id-refused': {
    level: 'MUST',
    sentence: 'A connect callback whose id is missing or empty is answered 400.',
    source: BACKEND,
  },
  'backend/colon-id-refused': {
    level: 'MUST',
    sentence:
      'A connect callback whose id holds a colon is answered 400, also when the colon is percent-encoded.',
    source: `${BACKEND}; contract, ConnectionManager`,
  },
  'backend/old-endpoints-gone': {
    level: 'MUST',
    sentence:
      'The old stream endpoints are gone: their paths are no streams, and GET of them is answered 404.',
    source: BACKEND,
  },
  'backend/unknown-action-refused': {
    level: 'MUST',
    sentence: 'A callback whose action is neither connect nor disconnect is answered 400.',
    source: BACKEND,
  },
  'backend/broken-json-refused': {
    level: 'MUST',
    sentence: 'A callback whose body is no JSON is answered 400.',
    source: BACKEND,
  },
  'backend/other-content-refused': {
    level: 'MUST',
    sentence: 'A callback that is not declared as JSON is answered 400.',
    source: `${BACKEND} ("JSON only")`,
  },
  'backend/wrong-types-refused': {
    level: 'SHOULD',
    sentence: 'A callback that lacks a field, or has one of another type, is answered 400.',
    source: `${BACKEND}; rule 5`,
  },
  'backend/refusal-is-json': {
    level: 'MUST',
    sentence: 'Every refusal of a callback is JSON with an error that says why.',
    source: `${BACKEND} ("400 with a JSON error")`,
  },
  'backend/hostile-urls-handled': {
    level: 'SHOULD',
    sentence:
      'Whatever a client asks for, its connect callback is accepted or refused, and the backend goes on.',
    source: 'rule 4; rule 5',
  },
  'backend/hostile-bodies-handled': {
    level: 'SHOULD',
    sentence:
      'Whatever is posted to the callback URL is accepted or refused with 4xx as JSON, and the backend goes on.',
    source: 'rule 4; rule 5',
  },
} as const satisfies Record<string, Clause>
