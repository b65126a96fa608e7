import { randomUUID } from 'node:crypto'
import type { Callback, DisconnectReason, ForwardedHeaders, SendCommand } from '../contract/payloads.ts'
import { CLOSE_OF_REPLACED } from '../diagnosis/index.ts'
import { nextSend, type SendExchange, type Timeline } from '../timeline/index.ts'
import type { BackendAnswer, BackendRequest } from '../wire/http-server.ts'
import { commandIn } from '../wire/recorders/send-client.ts'
import type { BackendResponse } from './backend-response.ts'
import { CallbackClient, type CallbackClientOptions, type RawCallback } from './callback-client.ts'
import { MockStream } from './mock-stream.ts'
import { type ReceivedSend, receivedSend, receivedSends } from './received-send.ts'
import { SendBarrier } from './send-barrier.ts'
import { type SendAnswerScript, type SendScope, SendScripts, sendResponse } from './send-script.ts'

export interface MockGatewayOptions extends CallbackClientOptions {
  /** Where the backend is to send events. */
  readonly address: string
}

let streams = 0

/**
 * The gateway of one scenario, as the backend under test sees it: posts callbacks for streams that only exist in the
 * scenario, and answers sends to their tokens. A later script goes before an earlier one.
 */
export class MockGateway implements AsyncDisposable {
  readonly timeline: Timeline
  readonly streams: MockStream[] = []
  readonly #options: MockGatewayOptions
  readonly #callbacks: CallbackClient
  readonly #scripts = new SendScripts()
  readonly #barriers: SendBarrier[] = []
  readonly #disconnects = new Set<Promise<unknown>>()
  #deferredDisconnects: (() => void)[] | undefined
  #isReleased = false

  constructor(options: MockGatewayOptions) {
    this.timeline = options.timeline
    this.#options = options
    this.#callbacks = new CallbackClient(options)
  }

  /** What the backend has sent so far, to whatever token. */
  get sends(): readonly ReceivedSend[] {
    return receivedSends(this.timeline)
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
    const stream = new MockStream(this, number, this.#callbacks.post(connect, number))
    this.streams.push(stream)
    return stream
  }

  /** A client asks for a stream, and the backend has answered. */
  async connect(target: string, headers?: ForwardedHeaders): Promise<MockStream> {
    const stream = this.requestStream(target, headers)
    await stream.answered
    return stream
  }

  /** Ends a stream: posts its disconnect callback. */
  disconnect(stream: MockStream, reason: DisconnectReason): Promise<BackendResponse> {
    const { token, request } = stream.connect
    return this.#callbacks.post({ action: 'disconnect', reason, token, request }, stream.number)
  }

  /** Makes a callback word for word. A disconnect ends the stream whose token it carries. */
  postCallback(callback: Callback): Promise<BackendResponse> {
    return this.#callbacks.post(callback, this.#streamWith(callback.token)?.number)
  }

  /** Posts anything to the callback URL, however wrong. */
  postRaw(raw: RawCallback): Promise<BackendResponse> {
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
      return this.#isReleased ? 'drop' : undefined
    })
    return barrier
  }

  /** Whether a token belongs to one of its streams. */
  owns(token: unknown): boolean {
    return this.#streamWith(token) !== undefined
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
    const send = nextSend()
    const { address } = this.#options
    const { method, body: raw } = request
    const command = commandIn(raw)
    const contentType = request.headers['content-type'] ?? ''
    this.timeline.record({
      kind: 'send-request',
      send,
      method,
      address,
      command,
      raw,
      contentType,
      fence: false,
    })
    const received = receivedSend(this.timeline.exchanges.send(send) as SendExchange)
    const failed = (reason: 'given-up' | 'other', why: string): void => {
      this.timeline.record({ kind: 'send-failed', send, reason, why })
    }
    request.abandoned.addEventListener('abort', () => {
      if (received.settled !== undefined) return
      failed('given-up', 'the backend gave up before the gateway answered')
    })
    const answer = (await this.#scripts.answerTo(received)) ?? this.#defaultAnswer(command)
    if (received.settled !== undefined) return answer
    if (answer === 'drop' || 'bare' in answer) {
      failed('other', 'the gateway cut the connection')
      return answer
    }
    const stream = this.#streamWith(command.token)
    const closes = answer.status === 200 && command.close === true && stream?.state !== 'over'
    this.timeline.record({ kind: 'send-response', send, status: answer.status, body: answer.body })
    if (closes && stream !== undefined) this.#reportClosed(stream)
    return answer
  }

  /** Releases every held answer, and waits until every callback is answered. */
  async release(): Promise<void> {
    this.#isReleased = true
    for (const barrier of this.#barriers) barrier.open()
    await Promise.all(this.streams.map(({ answered }) => answered))
    await this.waitForCallbacks()
  }

  /** Disconnects every client, so that the backend is left as it was found. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.release()
    const open = this.streams.filter(({ state }) => state === 'open')
    await Promise.all(open.map(stream => stream.disconnect()))
  }

  #defaultAnswer({ token }: Partial<SendCommand>): BackendAnswer {
    const stream = this.#streamWith(token)
    if (stream === undefined || stream.state === 'over') {
      return sendResponse({ status: 404, body: { error: 'Token not found' } })
    }
    return sendResponse({ body: { status: stream.state === 'asking' ? 'buffered' : 'ok' } })
  }

  /** After a close, posts the disconnect callback without delaying the answer to the close. */
  #reportClosed(stream: MockStream): void {
    const disconnect = (): void => {
      const answered = stream.answered.then(() => this.disconnect(stream, 'server_closed'))
      this.#disconnects.add(answered)
      void answered.finally(() => this.#disconnects.delete(answered))
    }
    if (this.#deferredDisconnects === undefined) disconnect()
    else this.#deferredDisconnects.push(disconnect)
  }

  #streamWith(token: unknown): MockStream | undefined {
    return this.streams.find(stream => stream.token === token)
  }
}
