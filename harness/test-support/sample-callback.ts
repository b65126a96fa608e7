import type { Callback } from '../contract/payloads.ts'
import type { BackendRequest } from '../wire/http-server.ts'

/** A stream that the backend's application accepts without sending anything. */
export const VERSION_STREAM = '/api/sse/utils/version?request_id=abc'

export interface SampleCallback {
  readonly action?: Callback['action']
  readonly token?: string
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly abandoned?: AbortSignal
}

/** A callback as it reaches the backend's port. */
export function callbackRequest({
  action = 'connect',
  token = 'one',
  url = VERSION_STREAM,
  headers = {},
  abandoned,
}: SampleCallback = {}): BackendRequest {
  const reason = action === 'disconnect' ? { reason: 'client_closed' } : {}
  const request = otherRequest(
    'POST',
    JSON.stringify({ action, ...reason, token, request: { url, headers } }),
  )
  return abandoned === undefined ? request : { ...request, abandoned }
}

/** Whatever else may reach that port. */
export function otherRequest(
  method: string,
  body: string,
  target = '/api/sse/callback?secret=abc',
): BackendRequest {
  return {
    method,
    target,
    headers: { 'content-type': 'application/json' },
    body,
    abandoned: new AbortController().signal,
  }
}
