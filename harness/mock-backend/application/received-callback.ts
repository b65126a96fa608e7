import { faulty } from './faults.ts'
import { type Fields, fieldsOf, InvalidPayloadError, textAt } from './invalid-payload.ts'

/** The part of a callback that the backend acts on. `url` is the client's request target. */
export type ReceivedCallback =
  | ({ readonly action: 'connect' } & AboutStream)
  | ({ readonly action: 'disconnect'; readonly reason: string } & AboutStream)

interface AboutStream {
  readonly token: string
  readonly url: string
  /** As they came; nothing is made of them. */
  readonly headers: Fields
}

/**
 * Reads a callback's body. Like the Flask application it ignores fields it does not know and takes any reason.
 *
 * @throws InvalidPayload with the field that is wrong and what was expected
 */
export function readCallback(payload: unknown): ReceivedCallback {
  const callback = fieldsOf(payload, 'The callback')
  const { action: given } = callback
  const action = faulty('accepts-unknown-actions') && given !== 'connect' ? 'disconnect' : given
  if (action !== 'connect' && action !== 'disconnect') {
    throw new InvalidPayloadError(
      `Unknown action: ${JSON.stringify(action)}; expected "connect" or "disconnect"`,
    )
  }
  if (faulty('refuses-unknown-fields') && Object.keys(callback).some(name => !KNOWN.has(name)))
    throw new InvalidPayloadError('The callback has fields that are not known')
  const token = textAt(callback, 'token')
  const request = fieldsOf(callback.request, '"request"')
  const url = textAt(request, 'url')
  const headers = fieldsOf(request.headers ?? {}, '"request.headers"')
  return action === 'connect'
    ? { action, token, url, headers }
    : { action, reason: textAt(callback, 'reason'), token, url, headers }
}

const KNOWN: ReadonlySet<string> = new Set(['action', 'reason', 'token', 'request'])
