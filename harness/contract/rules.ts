import type { Level } from './clause.ts'

/** The rules that clauses follow from. Sources cite them by number: the first is rule 1. */
export const RULES: readonly string[] = [
  'The WHATWG HTML standard, "Server-sent events", says what a client does with the bytes. Whatever string a backend puts into `name` or `data` either reaches the client as that same string or is refused with an error; it never turns into a second field or a second event. In the edition `envelope` the same holds for `data` that is JSON, however it is laid out; other `data` is refused or arrives harmless.',
  'What is accepted for one token reaches that client in the order of acceptance. What is answered 200 is delivered, or the stream has ended; a send that can no longer be delivered is answered 404.',
  'Every connect that the backend accepted is followed by exactly one disconnect, with the right reason and the same request, also when the client left before the stream opened. A reset by the client is `client_closed`.',
  'Nothing that a client, a backend or the network does to one stream harms another.',
  "Every refusal is JSON in the edition's form, with a status that says whose fault it is; nothing internal leaks in it. At least 64 KB of `data` are accepted; what is too large is answered 413.",
  '2xx from the backend accepts. Anything else refuses; a redirect is a refusal and is not followed.',
  "A close is answered without waiting for the backend's disconnect callback. (SHOULD: a backend that closes from inside another callback, with a lock held, is otherwise blocked until a timeout.)",
  "A gateway's own README of that edition holds where it says more.",
]

/** What the level of a clause means to whoever cites it. */
export const LEVELS: Readonly<Record<Level, string>> = {
  MUST: 'what a client or backend written to this page needs in order to work. Who fails one does not conform. Injection into a stream is always MUST.',
  SHOULD:
    'what hurts only under stress, misuse or attack without data crossing streams. Who fails one is warned about.',
}
