import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** Disconnect callbacks. */
export const backendDisconnectClauses = {
  'backend/no-sends-after-disconnect': {
    level: 'MUST',
    sentence: 'After a disconnect callback, nothing more is sent to its token.',
    source: 'contract, ConnectionManager',
  },
  'backend/unknown-disconnect-ignored': {
    level: 'MUST',
    sentence: 'A disconnect callback for an unknown path or token is answered 200 and changes nothing.',
    source: BACKEND,
  },
  'backend/stale-disconnect-ignored': {
    level: 'MUST',
    sentence: 'A disconnect callback for a replaced token leaves its successor connected.',
    source: 'contract, ConnectionManager',
  },
} as const satisfies Record<string, Clause>
