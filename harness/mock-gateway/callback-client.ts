import { problemInCallback } from '../contract/index.ts'
import { CALLBACK_PATH } from '../contract/paths.ts'
import type { Callback } from '../contract/payloads.ts'
import { CALLBACK_TIMEOUT_MS } from '../contract/timing.ts'
import { type HttpRequest, type HttpResponse, sendRequest } from '../service/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { CallbackResponse } from './callback-response.ts'
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

let calls = 0

/** Posts callbacks to the backend, and records them with their responses. */
export class CallbackClient {
  readonly #options: CallbackClientOptions
  /** Says which scenario a response belongs to. */
  readonly #gateway: object

  constructor(options: CallbackClientOptions, gateway: object) {
    this.#options = options
    this.#gateway = gateway
  }

  /** @param stream the number of the stream that it is about */
  async post(payload: Callback, stream: number | undefined): Promise<CallbackResponse> {
    const problem = problemInCallback(payload)
    if (problem !== undefined) throw new TypeError(`The harness itself breaks the contract: ${problem}.`)
    calls += 1
    const call = calls
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
      timeline.record({ kind: 'callback-response', call, status: response.status, body: response.body })
    }
    const asked = `the ${payload.action} callback for "${payload.request.url}"`
    return { ...response, gateway: this.#gateway, asked, stream }
  }

  async postRaw(raw: RawCallback): Promise<CallbackResponse> {
    const { timeline } = this.#options
    const { body, asked, contentType = 'application/json', headers = {}, secret = this.#options.secret } = raw
    const target = callbackTarget(secret)
    timeline.record({ kind: 'backend-request', method: 'POST', target })
    const type = contentType === '' ? {} : { 'content-type': contentType }
    const text = body.toString()
    timeline.note(
      `posts ${asked}: ${text.length <= 80 ? text : `${text.slice(0, 80)}… (${text.length} bytes)`}`,
    )
    const response = await this.#send({ method: 'POST', target, headers: { ...type, ...headers }, body })
    timeline.note(describeResponse(response), 'backend')
    return { ...response, gateway: this.#gateway, asked, stream: undefined }
  }

  #send(request: Omit<HttpRequest, 'limitMs'>): Promise<HttpResponse> {
    return sendRequest(this.#options.backendAddress, { ...request, limitMs: CALLBACK_TIMEOUT_MS })
  }
}

function callbackTarget(secret: string): string {
  return secret === '' ? CALLBACK_PATH : `${CALLBACK_PATH}?secret=${encodeURIComponent(secret)}`
}

function describeResponse({ status, contentType, body, failure }: HttpResponse): string {
  if (status === undefined) return `gives no answer: ${failure}`
  return `answers ${status} ${contentType || 'no content type'} ${body.length <= 120 ? body : `${body.slice(0, 120)}…`}`
}
