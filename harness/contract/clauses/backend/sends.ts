import type { Clause } from '../../clause.ts'

/** Sends. */
export const backendSendClauses = {
  'backend/send-form': {
    level: 'MUST',
    sentence: "Every send is a POST of JSON to /internal/send, with command and data in the contract's form.",
    source: 'contract, "Payloads"',
  },
  'backend/one-send-at-a-time': {
    level: 'MUST',
    sentence: 'The next send for a stream is made only after the answer to the one before.',
    source: 'rule 2 ("in the order of acceptance")',
  },
  'backend/task-and-version-streams-separate': {
    level: 'MUST',
    sentence: 'A task and a version client with the same id have separate streams.',
    source: 'contract, ConnectionManager; rule 4',
  },
  'backend/no-sends-after-404': {
    level: 'MUST',
    sentence: 'After a send is answered 404, nothing more is sent to its token.',
    source: 'contract, ConnectionManager',
  },
  'backend/failed-send-not-repeated': {
    level: 'MUST',
    sentence: 'A failed send is not repeated to the same connection.',
    source: 'contract, ConnectionManager ("no retries")',
  },
  'backend/failed-send-keeps-connection': {
    level: 'MUST',
    sentence: 'A send that fails in another way than with 404 leaves the connection in place.',
    source: 'contract, ConnectionManager',
  },
} as const satisfies Record<string, Clause>
