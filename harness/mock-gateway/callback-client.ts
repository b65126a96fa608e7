import { problemInCallback } from '../contract/index.ts'
import { CALLBACK_PATH } from '../contract/paths.ts'
import type { Callback } from '../contract/payloads.ts'
import { CALLBACK_TIMEOUT_MS } from '../contract/timing.ts'
import { type HttpRequest, type HttpResponse, sendRequest } from '../service/index.ts'
import { nextCall, nextRequest, type Timeline } from '../timeline/index.ts'
import { type BackendResponse, headersOf, recordResponse, responseToCallback } from './backend-response.ts'
import { JSON_TYPE } from './send-script.ts'

/** Anything that is posted to the callback URL, however wrong. */
export interface RawCallback {
  readonly body: string | Buffer
  /** What it is, as a noun in a sentence: `a body that is no JSON`. */
  readonly asked: string
  /** `application/json` when left out; an empty one sends no such header. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  /** In place of the right one; an empty one leaves the parameter away. */
  readonly secret?: string
}

export interface CallbackClientOptions {
  readonly timeline: Timeline
  /** Where the backend listens. */
  readonly backendAddress: string
  /** What the callback URL carries. */
  readonly secret: string
}

/** Posts callbacks to the backend, and records them with their responses. */
export class CallbackClient {
  readonly #options: CallbackClientOptions

  constructor(options: CallbackClientOptions) {
    this.#options = options
  }

  /** @param stream the number of the stream that it is about */
  async post(payload: Callback, stream: number | undefined): Promise<BackendResponse> {
    const problem = problemInCallback(payload)
    if (problem !== undefined) throw new TypeError(`The harness itself breaks the contract: ${problem}.`)
    const call = nextCall()
    const { secret, timeline } = this.#options
    const target = callbackTarget(secret)
    const about = { method: 'POST', target, contentType: JSON_TYPE['content-type'] }
    timeline.record({ kind: 'callback-request', call, stream, payload, ...about })
    const body = JSON.stringify(payload)
    const response = await this.#send({ method: 'POST', target, headers: JSON_TYPE, body })
    if (response.status === undefined) {
      const broke = response.broke === true ? ({ broke: true } as const) : {}
      const why = response.failure ?? 'no answer'
      timeline.record({ kind: 'callback-unanswered', call, by: 'backend', ...broke, why })
    } else {
      const headers = headersOf(response)
      timeline.record({
        kind: 'callback-response',
        call,
        status: response.status,
        body: response.body,
        headers,
      })
    }
    return responseToCallback(timeline, call) as BackendResponse
  }

  async postRaw(raw: RawCallback): Promise<BackendResponse> {
    const { timeline } = this.#options
    const { body, asked, contentType = 'application/json', headers = {}, secret = this.#options.secret } = raw
    const request = nextRequest()
    const target = callbackTarget(secret)
    timeline.record({ kind: 'backend-request', request, method: 'POST', target, asked })
    const type = contentType === '' ? {} : { 'content-type': contentType }
    const text = body.toString()
    timeline.note(
      `posts ${asked}: ${text.length <= 80 ? text : `${text.slice(0, 80)}… (${text.length} bytes)`}`,
    )
    const response = await this.#send({ method: 'POST', target, headers: { ...type, ...headers }, body })
    return recordResponse(timeline, request, response)
  }

  #send(request: Omit<HttpRequest, 'limitMs'>): Promise<HttpResponse> {
    return sendRequest(this.#options.backendAddress, { ...request, limitMs: CALLBACK_TIMEOUT_MS })
  }
}

function callbackTarget(secret: string): string {
  return secret === '' ? CALLBACK_PATH : `${CALLBACK_PATH}?secret=${encodeURIComponent(secret)}`
}
