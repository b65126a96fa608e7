import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** Refusals. */
export const refusalClauses = {
  'backend/unknown-path-refused': {
    level: 'MUST',
    sentence: 'A connect callback for a path that is not a stream is answered 400.',
    source: BACKEND,
  },
  'backend/missing-id-refused': {
    level: 'MUST',
    sentence: 'A connect callback whose id is missing or empty is answered 400.',
    source: BACKEND,
  },
  'backend/colon-id-refused': {
    level: 'MUST',
    sentence: 'A connect callback whose id contains a colon, even a percent-encoded one, is answered 400.',
    source: `${BACKEND}; contract, ConnectionManager`,
  },
  'backend/old-endpoints-gone': {
    level: 'MUST',
    sentence:
      'The old stream endpoints are gone: their paths are not streams, and GET on them is answered 404.',
    source: BACKEND,
  },
  'backend/unknown-action-refused': {
    level: 'MUST',
    sentence: 'A callback whose action is neither connect nor disconnect is answered 400.',
    source: BACKEND,
  },
  'backend/broken-json-refused': {
    level: 'MUST',
    sentence: 'A callback whose body is not JSON is answered 400.',
    source: BACKEND,
  },
  'backend/other-content-refused': {
    level: 'MUST',
    sentence: 'A callback whose Content-Type is not JSON is answered 400.',
    source: `${BACKEND} ("JSON only")`,
  },
  'backend/wrong-types-refused': {
    level: 'SHOULD',
    sentence: 'A callback in which a field is missing or has the wrong type is answered 400.',
    source: `${BACKEND}; rule 5`,
  },
  'backend/refusal-is-json': {
    level: 'MUST',
    sentence: 'Every refusal of a callback is JSON with an error that states the reason.',
    source: `${BACKEND} ("400 with a JSON error")`,
  },
  'backend/hostile-urls-handled': {
    level: 'SHOULD',
    sentence: 'A connect callback with any URL is accepted or refused, and the backend keeps running.',
    source: 'rule 4; rule 5',
  },
  'backend/hostile-bodies-handled': {
    level: 'SHOULD',
    sentence:
      'Any body posted to the callback URL is accepted or refused with 4xx as JSON, and the backend keeps running.',
    source: 'rule 4; rule 5',
  },
} as const satisfies Record<string, Clause>
