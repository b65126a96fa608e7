import type { Level } from './clause.ts'

/** The rules that clauses follow from. Sources cite them by number: the first is rule 1. */
export const RULES: readonly string[] = [
  'The WHATWG HTML standard, "Server-sent events", defines how a client reads the bytes. A string in `name` or `data` reaches the client unchanged, or is refused with an error. It never becomes a second field or a second event. In the edition `envelope` this holds for `data` that is JSON, with any layout; other `data` is refused, or has no effect outside its payload.',
  'Accepted sends of one token reach its client in the order of acceptance. A send that is answered 200 is delivered, unless the stream ends first. A send that can no longer be delivered is answered 404.',
  'Every connect that the backend accepted is followed by exactly one disconnect, with the right reason and the same request. This includes a client that left before the stream opened. A reset by the client is `client_closed`.',
  'A fault of a client, of a backend or of the network on one stream affects no other stream.',
  "Every refusal is JSON in the edition's form, with a status that names the party at fault. It contains no internal details. At least 64 KB of `data` are accepted; larger data may be refused with 413.",
  'A 2xx answer of the backend accepts the stream. Any other answer refuses it; a redirect is a refusal and is not followed.',
  "A close is answered without waiting for the backend's disconnect callback. (SHOULD: otherwise a backend that closes inside another callback, with a lock held, is blocked until a timeout.)",
  'Where the gateway README of that edition says more than this page, it holds too.',
]

/** The meaning of each level. */
export const LEVELS: Readonly<Record<Level, string>> = {
  MUST: 'a client or backend written to this page depends on it. A gateway or backend that fails one does not conform. Injection into a stream is always MUST.',
  SHOULD:
    'a failure has an effect only under stress, misuse or attack, and no data crosses streams. It is reported as a warning.',
}
