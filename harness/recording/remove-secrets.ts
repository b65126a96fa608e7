import { redact } from '../diagnosis/index.ts'
import type { Entry, EntryOf } from '../timeline/index.ts'

const SECRET_HEADER = /^(proxy-)?authorization$|^(set-)?cookie$|^(x-)?(api-key|auth-token)$/i

/** What lies deeper is left out: scenarios send such things, and nobody looks into them. */
const DEEPEST = 50
const TOO_DEEP = '[nested too deep to be saved]'

/**
 * A value without the secrets in it. Of a header that is one, a number stays: the same for the same value, so that it can still be
 * seen whether it arrived as it was sent.
 */
export class SecretRemover {
  readonly #numbers = new Map<string, number>()

  without(value: unknown, depth = 0): unknown {
    if (depth > DEEPEST) return TOO_DEEP
    if (typeof value === 'string') return redact(value)
    if (Buffer.isBuffer(value)) return withoutInBytes(value)
    if (Array.isArray(value)) {
      const [name, text, ...more] = value
      // A header in a list of pairs.
      if (typeof name === 'string' && SECRET_HEADER.test(name) && more.length === 0) {
        return [name, this.#numbered(text)]
      }
      return value.map(member => this.without(member, depth + 1))
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        redact(name),
        SECRET_HEADER.test(name) ? this.#numbered(member) : this.without(member, depth + 1),
      ]),
    )
  }

  #numbered(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(member => this.#numbered(member))
    const text = JSON.stringify(value) ?? ''
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1
    this.#numbers.set(text, number)
    return `[redacted ${number}]`
  }
}

type Chunk = EntryOf<'stream-bytes'> | EntryOf<'line-sent'> | EntryOf<'line-received'>

/**
 * A secret may come in pieces. Where the bytes of a stream or a line hold one, they stand without it in the place of the first
 * piece, and nothing in those of the others.
 */
export function removeSplitSecrets(entries: readonly Entry[]): readonly Entry[] {
  const chunks = entries.filter((entry): entry is Chunk => 'bytes' in entry)
  const cleaned = new Map<Entry, Entry>()
  const carriers = Map.groupBy(
    chunks,
    entry => `${entry.kind} ${'stream' in entry ? entry.stream : entry.line}`,
  )
  for (const [first, ...rest] of carriers.values()) {
    if (first === undefined || rest.length === 0) continue
    const text = Buffer.concat([first, ...rest].map(({ bytes }) => bytes)).toString()
    const clean = redact(text)
    if (clean === text) continue
    cleaned.set(first, { ...first, bytes: Buffer.from(clean) })
    for (const entry of rest) cleaned.set(entry, { ...entry, bytes: Buffer.alloc(0) })
  }
  return entries.map(entry => cleaned.get(entry) ?? entry)
}

/** Bytes stay as they are, whatever they are, where there is nothing to be removed. */
function withoutInBytes(bytes: Buffer): { readonly base64: string } {
  const text = bytes.toString()
  const clean = redact(text)
  return { base64: (clean === text ? bytes : Buffer.from(clean)).toString('base64') }
}
