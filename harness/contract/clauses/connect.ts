import type { Clause } from '../clause.ts'

const README_CONNECT = 'gateway README (9ff47e4), "SSE Endpoint"'
const README_ANSWER = 'gateway README (9ff47e4), "Callback Response Body"'

/** From the client's request to an open, or refused, stream. */
export const connectClauses = {
  'connect/callback-form': {
    level: 'MUST',
    sentence: "The connect callback is a POST of JSON in the contract's form, to the whole callback URL.",
    source: 'contract, "Payloads"; CALLBACK_URL may carry a secret in its query',
  },
  'connect/one-callback': {
    level: 'MUST',
    sentence: 'The gateway makes one connect callback for each stream, whatever the backend answers.',
    source: 'gateway README (9ff47e4), "Design Principles" ("no retries")',
  },
  'connect/callback-raw-url': {
    level: 'MUST',
    sentence: 'The connect callback carries the request target exactly as the client sent it.',
    source: README_CONNECT,
  },
  'connect/callback-headers': {
    level: 'MUST',
    sentence: "The connect callback carries every header of the client's request.",
    source: README_CONNECT,
  },
  'connect/fresh-token': {
    level: 'MUST',
    sentence: 'Every stream gets its own token, a random UUID.',
    source: README_CONNECT,
  },
  'connect/any-accept-header': {
    level: 'MUST',
    sentence: 'A stream opens with any Accept header, and without one.',
    source: `${README_CONNECT} (curl)`,
  },
  'connect/opens-after-accept': {
    level: 'MUST',
    sentence: 'A stream opens only after the backend has accepted it.',
    source: 'rule 6',
  },
  'connect/opens-at-once': {
    level: 'MUST',
    sentence: 'An accepted stream opens at once, without waiting for a first event.',
    source: 'gateway README (9ff47e4), "Design Principles"; WHATWG HTML, "announce the connection"',
  },
  'connect/response-headers': {
    level: 'MUST',
    sentence: 'The response of a stream is 200 text/event-stream, neither cacheable nor compressed.',
    source: 'WHATWG HTML, "Server-sent events"; gateway README (9ff47e4), "Design Principles"',
  },
  'connect/response-event-forwarded': {
    level: 'MUST',
    sentence: 'The event in the answer to the connect callback reaches the client.',
    source: `${README_ANSWER}; the bug report`,
    requires: { appliesConnectAnswer: true },
  },
  'connect/response-event-first': {
    level: 'MUST',
    sentence: 'The event in the answer to the connect callback comes before everything else on the stream.',
    source: 'edition callback-events',
    requires: { appliesConnectAnswer: true },
  },
  'connect/response-event-once': {
    level: 'MUST',
    sentence: 'The event in the answer to the connect callback is written once.',
    source: 'edition callback-events',
    requires: { appliesConnectAnswer: true },
  },
  'connect/response-event-verbatim': {
    level: 'MUST',
    sentence: 'The event in the answer to the connect callback arrives byte for byte.',
    source: 'rule 1',
    requires: { appliesConnectAnswer: true },
  },
  'connect/response-close-applied': {
    level: 'MUST',
    sentence:
      'A close in the answer to the connect callback ends the stream, after the event of the same answer.',
    source: README_ANSWER,
    requires: { appliesConnectAnswer: true },
  },
  'connect/answer-ignored': {
    level: 'MUST',
    sentence: 'An event or a close in the answer to the connect callback has no effect on the stream.',
    source: 'contract, "Editions"',
    requires: { appliesConnectAnswer: false },
  },
  'connect/empty-answer-accepted': {
    level: 'MUST',
    sentence: 'An empty or `{}` answer with a 2xx status accepts the stream.',
    source: README_ANSWER,
  },
  'connect/malformed-answer-accepted': {
    level: 'MUST',
    sentence: 'An answer with a 2xx status accepts the stream, even if its body cannot be parsed.',
    source: README_ANSWER,
  },
  'connect/refusal-status': {
    level: 'MUST',
    sentence: "A backend's refusal reaches the client as the same status, and no stream opens.",
    source: `${README_CONNECT}; rule 6`,
  },
  'connect/refusal-is-json': {
    level: 'SHOULD',
    sentence: "The body of a refusal is JSON in the edition's form.",
    source: 'rule 5',
  },
  'connect/refusal-leaks-nothing': {
    level: 'MUST',
    sentence: 'A refusal contains neither the callback URL nor internal details.',
    source: 'rule 5',
  },
  'connect/redirect-refused': {
    level: 'MUST',
    sentence: 'A redirect is a refusal: the gateway does not follow it, and the client gets an error status.',
    source: 'rule 6',
  },
  'connect/backend-unreachable': {
    level: 'MUST',
    sentence: 'If the backend cannot be reached, the client gets 503.',
    source: 'rule 5',
  },
  'connect/broken-answer-refused': {
    level: 'MUST',
    sentence: 'If the backend breaks the connection or does not answer in HTTP, the client gets 502 or 503.',
    source: 'rule 5',
  },
  'connect/truncated-answer-handled': {
    level: 'SHOULD',
    sentence: 'After an answer whose body breaks off, the client gets an open stream or an error status.',
    source: 'rule 5; rule 6',
  },
  'connect/slow-callback-isolated': {
    level: 'MUST',
    sentence: 'An unanswered connect callback delays no other stream.',
    source: 'rule 4',
  },
  'connect/slow-answer-accepted': {
    level: 'MUST',
    sentence: 'An answer to the connect callback after 4 s still opens the stream.',
    source: 'contract, the callback timeout of 5 s',
    timed: true,
  },
  'connect/endless-answer-handled': {
    level: 'SHOULD',
    sentence: 'After an answer whose body never ends, the client gets an open stream or an error status.',
    source: 'rule 5',
    timed: true,
  },
  'connect/backend-timeout': {
    level: 'MUST',
    sentence: 'If the backend does not answer the connect callback within 5 s, the client gets 504.',
    source: 'rule 5',
    timed: true,
  },
  'connect/reconnect-is-new': {
    level: 'MUST',
    sentence:
      'A reconnecting browser gets a new token and a new connect callback, which carries its Last-Event-ID.',
    source: 'WHATWG HTML, "reestablish the connection"',
  },
} as const satisfies Record<string, Clause>
