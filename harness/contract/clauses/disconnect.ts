import type { Clause } from '../clause.ts'

const README_DISCONNECT = 'gateway README (9ff47e4), "Disconnect Callback"'

/** The callback that reports the end of a stream to the backend. */
export const disconnectClauses = {
  'disconnect/client-close-reported': {
    level: 'MUST',
    sentence: 'A stream that its client closed is reported once, as client_closed.',
    source: `${README_DISCONNECT}; rule 3`,
  },
  'disconnect/client-reset-reported': {
    level: 'MUST',
    sentence: 'A stream whose client reset the connection is reported once, as client_closed.',
    source: 'rule 3',
  },
  'disconnect/server-close-reported': {
    level: 'MUST',
    sentence: 'A stream that the backend closed is reported once, as server_closed.',
    source: `${README_DISCONNECT}; rule 3`,
  },
  'disconnect/early-leave-reported': {
    level: 'MUST',
    sentence: 'A client that left while the connect callback was open is reported once, as client_closed.',
    source: 'rule 3',
  },
  'disconnect/after-accept': {
    level: 'MUST',
    sentence: 'A disconnect callback comes only after the backend has accepted the stream.',
    source: 'rule 3 ("every connect that the backend accepted is followed by …")',
  },
  'disconnect/half-close-handled': {
    level: 'SHOULD',
    sentence:
      'A client that half-closes its connection keeps its stream, or is reported once as client_closed.',
    source: 'rule 3; RFC 9112, "Tear-down"',
  },
  'disconnect/callback-form': {
    level: 'MUST',
    sentence: "The disconnect callback is a POST of JSON in the contract's form, to the whole callback URL.",
    source: 'contract, "Payloads"',
  },
  'disconnect/same-token-and-request': {
    level: 'MUST',
    sentence: 'The disconnect callback carries the token and the request of the connect callback.',
    source: 'rule 3',
  },
  'disconnect/refused-not-reported': {
    level: 'MUST',
    sentence: 'A stream that the backend refused is not reported as disconnected.',
    source: 'rule 3',
  },
  'disconnect/backend-failure-isolated': {
    level: 'MUST',
    sentence:
      'A disconnect callback that fails, stays unanswered or cannot be delivered affects no other stream.',
    source: `rule 4; ${README_DISCONNECT}`,
  },
  'disconnect/not-repeated': {
    level: 'MUST',
    sentence: 'A disconnect callback that failed is not repeated at once.',
    source: 'rule 3; gateway README (9ff47e4), "Design Principles"',
  },
} as const satisfies Record<string, Clause>
