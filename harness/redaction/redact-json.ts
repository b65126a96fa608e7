import { redact } from './printable.ts'

const SECRET_HEADER = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i

/** What stands where a secret was. */
export const REDACTED = '[redacted]'

/** JSON text of a value, its secrets taken out so that JSON remains. */
function redactedJson(value: unknown): string {
  return JSON.stringify(value, (name, inner) => {
    if (SECRET_HEADER.test(name)) return REDACTED
    return typeof inner === 'string' ? redact(inner) : inner
  })
}

/** A body without secrets: as it was where it held none, and JSON again where it was JSON. */
export function redactedBody(body: string): string {
  const redacted = redact(body)
  if (redacted === body) return body
  try {
    return redactedJson(JSON.parse(body))
  } catch {
    return redacted
  }
}
