import { CALLBACK_PATH } from '../contract/paths.ts'
import type { Callback, DisconnectReason, SendCommand, SentEvent } from '../contract/payloads.ts'
import type { FollowedStream } from '../diagnosis/trace/event-sources.ts'
import {
  type EntryOf,
  markerIn,
  type ReceivedEvent,
  type SendFailure,
  type StreamEnd,
  Timeline,
} from '../timeline/index.ts'

/** Where the gateway of a paper timeline is. */
export const GATEWAY = 'http://127.0.0.1:3000'
/** Where it is not. */
export const ELSEWHERE = 'http://127.0.0.1:3999'

/** What became of a send: a status, or why none came; or nothing yet. */
type SentFate = number | { readonly failed: string; readonly reason?: SendFailure } | 'pending'

export interface PaperSend {
  readonly fate?: SentFate
  readonly address?: string
}

/** A timeline with one open stream. */
export function opened(): TimelineBuilder {
  return new TimelineBuilder().connect(1).answer(1).open(1)
}

/** A timeline written by hand: what a gateway, a backend and clients would have left in it. */
export class TimelineBuilder {
  readonly timeline = new Timeline(20)
  readonly #written = new Map<number, ReceivedEvent[]>()
  readonly #received = new Map<number, ReceivedEvent[]>()
  readonly #ended = new Map<number, string>()
  readonly #openCalls = new Map<number, number>()
  #calls = 0
  #sends = 0

  /** A client requests a stream, and the gateway calls the backend. */
  connect(
    stream: number,
    url = targetOf(stream),
    headers: Readonly<Record<string, string | readonly string[]>> = {},
  ): this {
    const token = tokenOf(stream)
    return this.ask(stream, url).#callback(stream, {
      action: 'connect',
      token,
      request: { url, headers },
    } as Callback)
  }

  /** A client asks for a stream, and no more. */
  ask(stream: number, url = targetOf(stream)): this {
    this.timeline.record({
      kind: 'stream-request',
      method: 'GET',
      stream,
      url,
      headers: {},
    })
    return this
  }

  disconnect(stream: number, reason: DisconnectReason): this {
    const request = { url: targetOf(stream), headers: {} }
    return this.#callback(stream, { action: 'disconnect', reason, token: tokenOf(stream), request })
  }

  /** The backend answers the last callback for a stream. */
  answer(stream: number, body: unknown = {}, status = 200): this {
    const call = this.#openCalls.get(stream) ?? 0
    this.timeline.record({ kind: 'callback-response', call, status, body: JSON.stringify(body) })
    return this
  }

  leaveUnanswered(
    stream: number,
    how: Omit<EntryOf<'callback-unanswered'>, 'kind' | 'call' | 'at'> = {
      by: 'backend',
      why: 'the backend cut the connection',
    },
  ): this {
    const call = this.#openCalls.get(stream) ?? 0
    this.timeline.record({ kind: 'callback-unanswered', call, ...how })
    return this
  }

  /** The gateway opens a stream. */
  open(stream: number): this {
    this.timeline.record({
      kind: 'stream-response',
      stream,
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
    })
    return this
  }

  /** The gateway answers a client with something that is no stream. */
  refuse(stream: number, status: number): this {
    return this.respond(stream, status, 'application/json')
  }

  respond(stream: number, status: number, contentType: string): this {
    const headers = { 'content-type': contentType }
    this.timeline.record({ kind: 'stream-response', stream, status, headers })
    return this
  }

  /** The backend sends to a stream. */
  send(
    stream: number,
    command: Omit<SendCommand, 'token'>,
    { fate = 200, address = GATEWAY }: PaperSend = {},
  ): this {
    return this.sendRaw({ token: tokenOf(stream), ...command }, { fate, address })
  }

  /** The backend sends anything at all. */
  sendRaw(command: object, { fate = 200, address = GATEWAY }: PaperSend = {}): this {
    this.#sends += 1
    const send = this.#sends
    const data: unknown = 'event' in command ? (command.event as SentEvent | null)?.data : undefined
    this.timeline.record({
      kind: 'send-request',
      method: 'POST',
      send,
      address,
      command,
      raw: JSON.stringify(command),
      fence: typeof data === 'string' && markerIn(data) !== undefined,
    })
    if (typeof fate === 'number') {
      this.timeline.record({ kind: 'send-response', send, status: fate, body: '{}' })
    } else if (fate !== 'pending') {
      this.timeline.record({ kind: 'send-failed', send, reason: fate.reason ?? 'broken', why: fate.failed })
    }
    return this
  }

  /** The gateway writes an event, and the client dispatches it. */
  deliver(stream: number, sent: SentEvent): this {
    return this.write(stream, sent).dispatch(stream, sent)
  }

  write(stream: number, sent: SentEvent): this {
    const event = received(sent)
    this.timeline.record({ kind: 'stream-written', stream, event })
    entry(this.#written, stream).push(event)
    return this
  }

  dispatch(stream: number, sent: SentEvent): this {
    const event = received(sent)
    this.timeline.record({ kind: 'stream-event', stream, event })
    entry(this.#received, stream).push(event)
    return this
  }

  end(stream: number, how: StreamEnd = 'clean'): this {
    this.timeline.record({ kind: 'stream-end', stream, how })
    this.#ended.set(stream, how)
    return this
  }

  /** A stream as followEvents wants it. */
  followed(stream: number): FollowedStream {
    const how = this.#ended.get(stream)
    const withoutFences = (events: readonly ReceivedEvent[]): ReceivedEvent[] =>
      events.filter(({ data }) => markerIn(data) === undefined)
    return {
      number: stream,
      token: tokenOf(stream),
      written: withoutFences(entry(this.#written, stream)),
      received: withoutFences(entry(this.#received, stream)),
      ended: how === undefined ? undefined : { how },
    }
  }

  #callback(stream: number, payload: Callback): this {
    this.#calls += 1
    this.#openCalls.set(stream, this.#calls)
    this.timeline.record({
      kind: 'callback-request',
      call: this.#calls,
      stream,
      payload,
      method: 'POST',
      target: CALLBACK_PATH,
      contentType: 'application/json',
    })
    return this
  }
}

/** What the client of a stream asks for. */
export function targetOf(stream: number): string {
  return `/api/sse/tasks?task_id=${stream}`
}

export function tokenOf(stream: number): string {
  return `token-${stream}`
}

export function received({ name, data }: SentEvent): ReceivedEvent {
  return { event: name || 'message', data, lastEventId: '' }
}

function entry(map: Map<number, ReceivedEvent[]>, stream: number): ReceivedEvent[] {
  const known = map.get(stream) ?? []
  map.set(stream, known)
  return known
}
