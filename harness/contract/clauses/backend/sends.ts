import type { Clause } from '../../clause.ts'

/** Sends. */
export const backendSendClauses = {
  'backend/send-form': {
    level: 'MUST',
    sentence:
      'Everything sent is a POST of JSON to /internal/send, command and data in the form of the contract.',
    source: 'contract, "Payloads"',
  },
  'backend/one-send-at-a-time': {
    level: 'MUST',
    sentence: 'For one stream the next send is made only when the one before it has been answered.',
    source: 'rule 2 ("in the order of acceptance")',
  },
  'backend/task-and-version-streams-separate': {
    level: 'MUST',
    sentence: 'A task and a client of the same id have streams of their own.',
    source: 'contract, ConnectionManager; rule 4',
  },
  'backend/no-sends-after-404': {
    level: 'MUST',
    sentence: 'When a send is answered 404, nothing more is sent to that token.',
    source: 'contract, ConnectionManager',
  },
  'backend/failed-send-not-repeated': {
    level: 'MUST',
    sentence: 'A send that fails is not made again to the same connection by itself.',
    source: 'contract, ConnectionManager ("no retries")',
  },
  'backend/failed-send-keeps-connection': {
    level: 'MUST',
    sentence: 'A send that fails otherwise than with 404 leaves the connection in place.',
    source: 'contract, ConnectionManager',
  },
} as const satisfies Record<string, Clause>
