import { randomUUID } from 'node:crypto'
import type { Callback, DisconnectReason, ForwardedHeaders, SendCommand } from '../contract/payloads.ts'
import { CLOSE_OF_REPLACED } from '../diagnosis/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { BackendAnswer, BackendRequest } from '../wire/http-server.ts'
import { commandIn } from '../wire/recorders/send-client.ts'
import { CallbackClient, type CallbackClientOptions, type RawCallback } from './callback-client.ts'
import type { CallbackResponse } from './callback-response.ts'
import { MockStream } from './mock-stream.ts'
import type { ReceivedSend } from './received-send.ts'
import { SendBarrier } from './send-barrier.ts'
import { type SendAnswerScript, type SendScope, SendScripts, sendResponse } from './send-script.ts'

export interface MockGatewayOptions extends CallbackClientOptions {
  /** Where the backend is to send events. */
  readonly address: string
}

let streams = 0
let sends = 0

/**
 * The gateway of one scenario, as the backend under test sees it: posts callbacks for streams that only exist in the
 * scenario, and answers sends to their tokens. A later script goes before an earlier one.
 */
export class MockGateway implements AsyncDisposable {
  readonly timeline: Timeline
  readonly sends: ReceivedSend[] = []
  readonly streams: MockStream[] = []
  readonly #options: MockGatewayOptions
  readonly #callbacks: CallbackClient
  readonly #scripts = new SendScripts()
  readonly #barriers: SendBarrier[] = []
  readonly #disconnects = new Set<Promise<unknown>>()
  #deferredDisconnects: (() => void)[] | undefined
  #isDisposed = false

  constructor(options: MockGatewayOptions) {
    this.timeline = options.timeline
    this.#options = options
    this.#callbacks = new CallbackClient(options, this)
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
      const answer = await this.#call(connect, stream)
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

  /** Ends a stream: posts its disconnect callback. */
  disconnect(stream: MockStream, reason: DisconnectReason): Promise<CallbackResponse> {
    const { token, target, headers } = stream
    return this.#call({ action: 'disconnect', reason, token, request: { url: target, headers } }, stream)
  }

  /** Makes a callback word for word. A disconnect ends the stream whose token it carries. */
  postCallback(callback: Callback): Promise<CallbackResponse> {
    return this.#call(callback, undefined)
  }

  /** Posts anything to the callback URL, however wrong. */
  postRaw(raw: RawCallback): Promise<CallbackResponse> {
    return this.#callbacks.postRaw(raw)
  }

  /** Answers sends by script. */
  replyToSends(answer: SendAnswerScript, scope: SendScope = {}): void {
    this.#scripts.add(scope, async () => sendResponse(answer))
  }

  /** Cuts the connection instead of answering. */
  dropSends(scope: SendScope = {}): void {
    this.#scripts.add(scope, async (): Promise<BackendAnswer> => 'drop')
  }

  /** Holds back the answers to sends until the barrier is opened. @param awaited the send that is to come, in words */
  holdSends(scope: SendScope = {}, awaited = 'what waits'): SendBarrier {
    const barrier = new SendBarrier(
      this.timeline,
      scope.closing === true ? CLOSE_OF_REPLACED : `the backend to send ${awaited}`,
    )
    this.#barriers.push(barrier)
    this.#scripts.add(scope, async received => {
      await barrier.pass(received)
      return this.#isDisposed ? 'drop' : undefined
    })
    return barrier
  }

  /** Whether a token belongs to one of its streams. */
  owns(token: unknown): boolean {
    return this.streams.some(stream => stream.token === token)
  }

  /** From now on, disconnect callbacks after a close wait for `waitForCallbacks`. */
  deferDisconnects(): void {
    this.#deferredDisconnects ??= []
  }

  /** Resolves when every disconnect callback after a close has been answered. */
  async waitForCallbacks(): Promise<void> {
    for (const disconnect of this.#deferredDisconnects?.splice(0) ?? []) disconnect()
    while (this.#disconnects.size > 0) await Promise.all(this.#disconnects)
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
    const answer = (await this.#scripts.answerTo(received)) ?? this.#defaultAnswer(command)
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

  /** Releases every held answer and disconnects every client, so that the backend is left as it was found. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    for (const barrier of this.#barriers) barrier.open()
    await Promise.all(this.streams.map(({ answered }) => answered))
    await this.waitForCallbacks()
    const open = this.streams.filter(({ state }) => state === 'open')
    await Promise.all(open.map(stream => stream.disconnect()))
  }

  #defaultAnswer({ token }: Partial<SendCommand>): BackendAnswer {
    const stream = this.streams.find(one => one.token === token)
    if (stream === undefined || stream.state === 'over') {
      return sendResponse({ status: 404, body: { error: 'Token not found' } })
    }
    return sendResponse({ body: { status: stream.state === 'asking' ? 'buffered' : 'ok' } })
  }

  /** After a close, posts the disconnect callback without delaying the answer to the close. */
  #reportClosed(token: string | undefined): void {
    const stream = this.streams.find(one => one.token === token)
    if (stream === undefined || stream.state === 'over') return
    stream.state = 'over'
    const disconnect = (): void => {
      const answered = stream.answered.then(() => this.disconnect(stream, 'server_closed'))
      this.#disconnects.add(answered)
      void answered.finally(() => this.#disconnects.delete(answered))
    }
    if (this.#deferredDisconnects === undefined) disconnect()
    else this.#deferredDisconnects.push(disconnect)
  }

  /** After a 404 the token stays unknown. */
  #forget(token: string | undefined): void {
    const stream = this.streams.find(one => one.token === token)
    if (stream !== undefined) stream.state = 'over'
  }

  #call(payload: Callback, stream: MockStream | undefined): Promise<CallbackResponse> {
    if (payload.action === 'disconnect') this.#forget(payload.token)
    return this.#callbacks.post(payload, stream?.number)
  }
}
