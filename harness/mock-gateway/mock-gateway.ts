import { randomUUID } from 'node:crypto'
import { problemInCallback } from '../contract/index.ts'
import type { Callback, DisconnectReason, ForwardedHeaders, SendCommand } from '../contract/payloads.ts'
import { CLOSE_OF_REPLACED } from '../diagnosis/index.ts'
import { type HttpRequest, sendRequest } from '../service/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { BackendAnswer, BackendRequest } from '../wire/http-server.ts'
import { SendBarrier } from './barrier.ts'
import type { CallbackResponse } from './callback-response.ts'
import { MockStream } from './mock-stream.ts'
import type { ReceivedSend } from './received-send.ts'
import { isMeant, type SendAnswerScript, type SendScope } from './send-script.ts'

/** How long a gateway waits for the answer to a callback, in milliseconds. */
const CALLBACK_LIMIT_MS = 5_000

/** What a script makes of a send; `undefined` leaves it to earlier scripts, and at last to the ordinary answer. */
type Script = (received: ReceivedSend) => Promise<BackendAnswer | undefined> | undefined

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

export interface MockGatewayOptions {
  readonly timeline: Timeline
  /** Where the backend listens. */
  readonly backendAddress: string
  /** What the callback URL carries. */
  readonly secret: string
  /** Where the backend is to send events. */
  readonly address: string
}

const JSON_TYPE = { 'content-type': 'application/json' } as const

let streams = 0
let calls = 0
let sends = 0

/**
 * The gateway of one scenario, as the backend under test sees it: makes callbacks for streams that nobody but the
 * scenario asks for, and answers what is sent to their tokens. A later script goes before an earlier one.
 */
export class MockGateway implements AsyncDisposable {
  readonly timeline: Timeline
  readonly sends: ReceivedSend[] = []
  readonly streams: MockStream[] = []
  readonly #options: MockGatewayOptions
  readonly #scripts: Script[] = []
  readonly #holds: SendBarrier[] = []
  readonly #reports = new Set<Promise<unknown>>()
  #deferred: (() => void)[] | undefined
  #isOver = false

  constructor(options: MockGatewayOptions) {
    this.timeline = options.timeline
    this.#options = options
  }

  get secret(): string {
    return this.#options.secret
  }

  /** A client asks for a stream: the connect callback is made, and not waited for. */
  requestStream(target: string, headers: ForwardedHeaders = { accept: 'text/event-stream' }): MockStream {
    streams += 1
    const number = streams
    const connect = { action: 'connect', token: randomUUID(), request: { url: target, headers } } as const
    this.timeline.record({ kind: 'stream-request', stream: number, method: 'GET', url: target, headers })
    return new MockStream(this, number, connect, async stream => {
      this.streams.push(stream)
      const answer = await this.#calls(connect, stream)
      const accepted = answer.status !== undefined && answer.status >= 200 && answer.status < 300
      if (stream.state === 'asking') stream.state = accepted ? 'open' : 'over'
      return answer
    })
  }

  /** A client asks for a stream, and the backend has answered. */
  async connect(target: string, headers?: ForwardedHeaders): Promise<MockStream> {
    const stream = this.requestStream(target, headers)
    await stream.answered
    return stream
  }

  /** A stream ends, and the backend is told. */
  disconnect(stream: MockStream, reason: DisconnectReason): Promise<CallbackResponse> {
    const { token, target, headers } = stream
    return this.#calls({ action: 'disconnect', reason, token, request: { url: target, headers } }, stream)
  }

  /** Makes a callback word for word. A disconnect ends the stream whose token it carries. */
  postCallback(callback: Callback): Promise<CallbackResponse> {
    return this.#calls(callback, undefined)
  }

  /** Posts to the callback URL what no gateway would. */
  async postRaw(raw: RawCallback): Promise<CallbackResponse> {
    const { body, asked, contentType = 'application/json', headers = {}, secret = this.secret } = raw
    const target = callbackTarget(secret)
    this.timeline.record({ kind: 'backend-request', method: 'POST', target })
    const type = contentType === '' ? {} : { 'content-type': contentType }
    const text = body.toString()
    this.timeline.note(
      `posts ${asked}: ${text.length <= 80 ? text : `${text.slice(0, 80)}… (${text.length} bytes)`}`,
    )
    const reply = await this.#asks({ method: 'POST', target, headers: { ...type, ...headers }, body })
    this.timeline.note(inWords(reply), 'backend')
    return { ...reply, gateway: this, asked, stream: undefined }
  }

  /** Answers sends by script. */
  replyToSends(answer: SendAnswerScript, scope: SendScope = {}): void {
    this.#script(scope, async () => ordinary(answer))
  }

  /** Cuts the connection instead of answering. */
  dropSends(scope: SendScope = {}): void {
    this.#script(scope, async (): Promise<BackendAnswer> => 'drop')
  }

  /** Keeps the answers to sends back until the hold is opened. @param awaited the send that is to come, in words */
  holdSends(scope: SendScope = {}, awaited = 'what waits'): SendBarrier {
    const hold = new SendBarrier(
      this.timeline,
      scope.closing === true ? CLOSE_OF_REPLACED : `the backend to send ${awaited}`,
    )
    this.#holds.push(hold)
    this.#script(scope, async received => {
      await hold.pass(received)
      return this.#isOver ? 'drop' : undefined
    })
    return hold
  }

  /** Whether it is one of these tokens that a send is for. */
  owns(token: unknown): boolean {
    return this.streams.some(stream => stream.token === token)
  }

  /** From now on disconnect callbacks that a close leads to are put off until `settled`. */
  deferDisconnects(): void {
    this.#deferred ??= []
  }

  /** Resolves when every disconnect callback that a close led to has been answered. */
  async waitForCallbacks(): Promise<void> {
    for (const report of this.#deferred?.splice(0) ?? []) report()
    while (this.#reports.size > 0) await Promise.all(this.#reports)
  }

  /** Answers one send of the backend. */
  async answer(request: BackendRequest): Promise<BackendAnswer> {
    sends += 1
    const received: ReceivedSend = {
      send: sends,
      method: request.method,
      contentType: request.headers['content-type'] ?? '',
      raw: request.body,
      command: commandIn(request.body),
      came: this.timeline.entries.length,
      settled: undefined,
      status: undefined,
    }
    const { send, method, command, raw } = received
    this.sends.push(received)
    const { address } = this.#options
    this.timeline.record({ kind: 'send-request', send, method, address, command, raw, fence: false })
    request.abandoned.addEventListener('abort', () => {
      if (received.settled !== undefined) return
      received.settled = this.timeline.entries.length
      this.timeline.record({
        kind: 'send-failed',
        send,
        reason: 'given-up',
        why: 'the backend gave up before the gateway answered',
      })
    })
    const answer = (await this.#scripted(received)) ?? this.#ordinarily(command)
    if (received.settled !== undefined) return answer
    received.settled = this.timeline.entries.length
    if (answer === 'drop' || 'bare' in answer) {
      this.timeline.record({
        kind: 'send-failed',
        send,
        reason: 'other',
        why: 'the gateway cut the connection',
      })
      return answer
    }
    received.status = answer.status
    this.timeline.record({ kind: 'send-response', send, status: answer.status, body: answer.body })
    if (answer.status === 200 && command.close === true) this.#reportClosed(command.token)
    if (answer.status === 404) this.#forget(command.token)
    return answer
  }

  /** Lets every held answer go and every client leave, so that the backend is left as it was found. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    for (const hold of this.#holds) hold.open()
    await Promise.all(this.streams.map(({ answered }) => answered))
    await this.waitForCallbacks()
    const open = this.streams.filter(({ state }) => state === 'open')
    await Promise.all(open.map(stream => stream.disconnect()))
  }

  #script(scope: SendScope, script: Script): void {
    let left = scope.times ?? Number.POSITIVE_INFINITY
    this.#scripts.unshift(received => {
      if (left <= 0 || !isMeant(scope, received.command)) return undefined
      left -= 1
      return script(received)
    })
  }

  async #scripted(received: ReceivedSend): Promise<BackendAnswer | undefined> {
    for (const script of [...this.#scripts]) {
      const answer = await script(received)
      if (answer !== undefined) return answer
    }
    return undefined
  }

  #ordinarily({ token }: Partial<SendCommand>): BackendAnswer {
    const stream = this.streams.find(one => one.token === token)
    if (stream === undefined || stream.state === 'over') {
      return ordinary({ status: 404, body: { error: 'Token not found' } })
    }
    return ordinary({ body: { status: stream.state === 'asking' ? 'buffered' : 'ok' } })
  }

  /** A gateway that closes a stream tells the backend so, and does not let the close wait for that. */
  #reportClosed(token: string | undefined): void {
    const stream = this.streams.find(one => one.token === token)
    if (stream === undefined || stream.state === 'over') return
    stream.state = 'over'
    const report = (): void => {
      const reported = stream.answered.then(() => this.disconnect(stream, 'server_closed'))
      this.#reports.add(reported)
      void reported.finally(() => this.#reports.delete(reported))
    }
    if (this.#deferred === undefined) report()
    else this.#deferred.push(report)
  }

  /** Whose token is not known once is not known ever after. */
  #forget(token: string | undefined): void {
    const stream = this.streams.find(one => one.token === token)
    if (stream !== undefined) stream.state = 'over'
  }

  async #calls(payload: Callback, stream: MockStream | undefined): Promise<CallbackResponse> {
    const problem = problemInCallback(payload)
    if (problem !== undefined) throw new TypeError(`The harness itself breaks the contract: ${problem}.`)
    if (payload.action === 'disconnect') this.#forget(payload.token)
    calls += 1
    const call = calls
    const target = callbackTarget(this.secret)
    const about = { method: 'POST', target, contentType: JSON_TYPE['content-type'] }
    this.timeline.record({ kind: 'callback-request', call, stream: stream?.number, payload, ...about })
    const body = JSON.stringify(payload)
    const reply = await this.#asks({ method: 'POST', target, headers: JSON_TYPE, body })
    if (reply.status === undefined) {
      const broke = reply.broke === true ? ({ broke: true } as const) : {}
      const why = reply.failure ?? 'no answer'
      this.timeline.record({ kind: 'callback-unanswered', call, by: 'backend', ...broke, why })
    } else {
      this.timeline.record({ kind: 'callback-response', call, status: reply.status, body: reply.body })
    }
    const asked = `the ${payload.action} callback for "${payload.request.url}"`
    return { ...reply, gateway: this, asked, stream: stream?.number }
  }

  #asks(question: Omit<HttpRequest, 'limitMs'>) {
    return sendRequest(this.#options.backendAddress, { ...question, limitMs: CALLBACK_LIMIT_MS })
  }
}

function callbackTarget(secret: string): string {
  return `/api/sse/callback${secret === '' ? '' : `?secret=${encodeURIComponent(secret)}`}`
}

function ordinary({ status = 200, body = { status: 'ok' } }: SendAnswerScript): BackendAnswer {
  const isText = typeof body === 'string'
  return { status, headers: isText ? {} : JSON_TYPE, body: isText ? body : JSON.stringify(body) }
}

function inWords({ status, contentType, body, failure }: Awaited<ReturnType<typeof sendRequest>>): string {
  if (status === undefined) return `gives no answer: ${failure}`
  return `answers ${status} ${contentType || 'no content type'} ${body.length <= 120 ? body : `${body.slice(0, 120)}…`}`
}

function commandIn(raw: string): Partial<SendCommand> {
  try {
    const parsed: unknown = JSON.parse(raw)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {}
  }
}
