import type { HttpResponse } from '../service/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'

/** What the backend answered to a request of the gateway or the harness, as the timeline has it. */
export interface BackendResponse extends HttpResponse {
  /** Where it is recorded, and as what. */
  readonly timeline: Timeline
  readonly recordedAs: { readonly $call: number } | { readonly $request: number }
  /** The request, as a noun in a sentence: `the connect callback for "/api/sse/tasks"`. */
  readonly asked: string
  /** The stream it was about, if it was about one. */
  readonly stream: number | undefined
}

/** @returns `undefined` when the timeline has no outcome of such a callback */
export function responseToCallback(timeline: Timeline, call: number): BackendResponse | undefined {
  const { request, response, unanswered } = timeline.exchanges.callback(call)
  if (request === undefined || (response === undefined && unanswered === undefined)) return undefined
  const { action, request: about } = request.payload
  return {
    timeline,
    recordedAs: { $call: call },
    asked: `the ${action} callback for "${about.url}"`,
    stream: request.stream,
    ...httpResponse(response, unanswered?.why),
  }
}

/** The same for a request that is no callback. */
export function responseToRequest(timeline: Timeline, number: number): BackendResponse | undefined {
  const { request, response } = timeline.exchanges.backendRequest(number)
  if (request === undefined || response === undefined) return undefined
  return {
    timeline,
    recordedAs: { $request: number },
    asked: request.asked ?? `${request.method} ${request.target}`,
    stream: undefined,
    ...httpResponse(response, response.failure),
  }
}

/** Records what came of a request that is no callback. @param body what is kept of its body; all of it when left out */
export function recordResponse(
  timeline: Timeline,
  request: number,
  response: HttpResponse,
  body = response.body,
): BackendResponse {
  const { status, failure } = response
  timeline.record({
    kind: 'backend-response',
    request,
    ...(status === undefined ? {} : { status }),
    headers: headersOf(response),
    body,
    ...(failure === undefined ? {} : { failure }),
  })
  return responseToRequest(timeline, request) as BackendResponse
}

/** The headers of a response, each as one text. */
export function headersOf({ headers }: HttpResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function httpResponse(
  response: EntryOf<'backend-response'> | EntryOf<'callback-response'> | undefined,
  failure: string | undefined,
): HttpResponse {
  const headers = response?.headers ?? {}
  return {
    status: response?.status,
    headers,
    contentType: headers['content-type'] ?? '',
    body: response?.body ?? '',
    failure,
  }
}
