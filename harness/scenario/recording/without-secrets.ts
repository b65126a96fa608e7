import { redact } from '../../verdict/index.ts'

const SECRET_HEADER = /^(proxy-)?authorization$|^(set-)?cookie$/i

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
    if (Array.isArray(value)) return value.map(member => this.without(member, depth + 1))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
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

/** Bytes stay as they are, whatever they are, where there is nothing to be removed. */
function withoutInBytes(bytes: Buffer): { readonly base64: string } {
  const text = bytes.toString()
  const clean = redact(text)
  return { base64: (clean === text ? bytes : Buffer.from(clean)).toString('base64') }
}
