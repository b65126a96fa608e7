import { fieldsOf, InvalidPayload, textAt } from './invalid-payload.ts'

/** The part of a callback that the backend acts on. `url` is the client's request target. */
export type ReceivedCallback =
  | { readonly action: 'connect'; readonly token: string; readonly url: string }
  | { readonly action: 'disconnect'; readonly reason: string; readonly token: string; readonly url: string }

/**
 * Reads a callback's body. Like the Flask application it ignores fields it does not know and takes any reason.
 *
 * @throws InvalidPayload with the field that is wrong and what was expected
 */
export function readCallback(payload: unknown): ReceivedCallback {
  const callback = fieldsOf(payload, 'The callback')
  const { action } = callback
  if (action !== 'connect' && action !== 'disconnect') {
    throw new InvalidPayload(`Unknown action: ${JSON.stringify(action)}; expected "connect" or "disconnect"`)
  }
  const token = textAt(callback, 'token')
  const request = fieldsOf(callback.request, '"request"')
  const url = textAt(request, 'url')
  if (request.headers !== undefined) fieldsOf(request.headers, '"request.headers"')
  return action === 'connect'
    ? { action, token, url }
    : { action, reason: textAt(callback, 'reason'), token, url }
}
