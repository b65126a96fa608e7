import type { Entry, EntryOf } from './entry.ts'
import { markerIn } from './fence-marker.ts'
import { type StreamTraffic, StreamTrafficIndex } from './stream-traffic.ts'

/** A callback and its outcome. */
export interface CallbackExchange {
  readonly request: EntryOf<'callback-request'>
  /** The status of an answer whose body is still to come. */
  readonly head?: EntryOf<'callback-head'>
  readonly response?: EntryOf<'callback-response'>
  readonly unanswered?: EntryOf<'callback-unanswered'>
}

/** A send and its outcome. */
export interface SendExchange {
  readonly request: EntryOf<'send-request'>
  readonly response?: EntryOf<'send-response'>
  readonly failure?: EntryOf<'send-failed'>
}

/** A client's request for a stream, the response to it, and its end. */
export interface StreamExchange {
  readonly request: EntryOf<'stream-request'>
  readonly response?: EntryOf<'stream-response'>
  readonly end?: EntryOf<'stream-end'>
}

/** A bare connection of a client to the gateway. */
export interface LineExchange {
  /** Everything that came back, as it came. */
  readonly received: readonly Buffer[]
  readonly end?: EntryOf<'line-ended'>
}

type Draft<Exchange> = { -readonly [Part in keyof Exchange]?: Exchange[Part] }

/**
 * The entries of a timeline that belong together, indexed by call, send, stream and token. Where a timeline has several
 * entries of one kind for one exchange, the first counts. An exchange without entries is empty.
 */
export class Exchanges {
  readonly #callbacks = new Map<number | undefined, Draft<CallbackExchange>>()
  readonly #sends = new Map<number | undefined, Draft<SendExchange>>()
  readonly #streams = new Map<number | undefined, Draft<StreamExchange>>()
  readonly #traffic = new Map<number, StreamTrafficIndex>()
  readonly #lines = new Map<number, { readonly received: Buffer[]; end?: EntryOf<'line-ended'> }>()
  readonly #connects = new Map<number | undefined, Draft<CallbackExchange>>()
  readonly #disconnects = new Map<number, EntryOf<'callback-request'>[]>()
  readonly #callbackOfToken = new Map<string | undefined, EntryOf<'callback-request'>>()
  readonly #sendsToToken = new Map<string | undefined, SendExchange[]>()

  add(entry: Entry): void {
    switch (entry.kind) {
      case 'stream-request':
        draftIn(this.#streams, entry.stream).request ??= entry
        return
      case 'stream-response':
        draftIn(this.#streams, entry.stream).response ??= entry
        return
      case 'stream-end':
        draftIn(this.#streams, entry.stream).end ??= entry
        return
      case 'stream-written':
      case 'stream-event':
      case 'stream-comment':
      case 'stream-bytes':
        this.#trafficOf(entry.stream).add(entry)
        return
      case 'callback-request':
        this.#addCallback(entry)
        return
      case 'callback-head':
        draftIn(this.#callbacks, entry.call).head ??= entry
        return
      case 'callback-response':
        draftIn(this.#callbacks, entry.call).response ??= entry
        return
      case 'callback-unanswered':
        draftIn(this.#callbacks, entry.call).unanswered ??= entry
        return
      case 'send-request':
        this.#addSend(entry)
        return
      case 'send-response':
        draftIn(this.#sends, entry.send).response ??= entry
        return
      case 'send-failed':
        draftIn(this.#sends, entry.send).failure ??= entry
        return
      case 'line-sent':
        this.#lineOf(entry.line)
        return
      case 'line-received':
        this.#lineOf(entry.line).received.push(entry.bytes)
        return
      case 'line-ended':
        this.#lineOf(entry.line).end ??= entry
    }
  }

  callback(call: number | undefined): Partial<CallbackExchange> {
    return this.#callbacks.get(call) ?? {}
  }

  send(send: number | undefined): Partial<SendExchange> {
    return this.#sends.get(send) ?? {}
  }

  stream(stream: number | undefined): Partial<StreamExchange> {
    return this.#streams.get(stream) ?? {}
  }

  /** What the client of a stream saw so far. */
  traffic(stream: number): StreamTraffic {
    return this.#traffic.get(stream) ?? NO_TRAFFIC
  }

  /** `undefined` where the timeline has no such connection. */
  line(line: number): LineExchange | undefined {
    return this.#lines.get(line)
  }

  /** Whether a callback still waits for its outcome. */
  isOpen(call: number): boolean {
    const { response, unanswered } = this.callback(call)
    return response === undefined && unanswered === undefined
  }

  /** The connect callback of a stream; the first, where there are more. */
  connect(stream: number | undefined): Partial<CallbackExchange> {
    return this.#connects.get(stream) ?? {}
  }

  /** The disconnect callbacks of a stream, whatever token they carry. */
  disconnects(stream: number): readonly EntryOf<'callback-request'>[] {
    return this.#disconnects.get(stream) ?? []
  }

  /** The sends to a token, fences left out. */
  sendsTo(token: string | undefined): readonly SendExchange[] {
    return (token === undefined ? undefined : this.#sendsToToken.get(token)) ?? []
  }

  /** The number of the stream that has a token. */
  streamWith(token: string | undefined): number | undefined {
    return this.#callbackOfToken.get(token)?.stream
  }

  #trafficOf(stream: number): StreamTrafficIndex {
    const known = this.#traffic.get(stream) ?? new StreamTrafficIndex()
    this.#traffic.set(stream, known)
    return known
  }

  #lineOf(line: number): { readonly received: Buffer[]; end?: EntryOf<'line-ended'> } {
    const known = this.#lines.get(line) ?? { received: [] }
    this.#lines.set(line, known)
    return known
  }

  #addCallback(entry: EntryOf<'callback-request'>): void {
    const { call, payload, stream } = entry
    const exchange = draftIn(this.#callbacks, call)
    exchange.request ??= entry
    if (!this.#callbackOfToken.has(payload.token)) this.#callbackOfToken.set(payload.token, entry)
    if (stream === undefined) return
    if (payload.action === 'connect' && !this.#connects.has(stream)) this.#connects.set(stream, exchange)
    if (payload.action === 'disconnect') append(this.#disconnects, stream, entry)
  }

  #addSend(entry: EntryOf<'send-request'>): void {
    const known = draftIn(this.#sends, entry.send)
    if (known.request !== undefined) return
    const exchange = Object.assign(known, { request: entry })
    if (markerIn(entry.command.event?.data) === undefined)
      append(this.#sendsToToken, entry.command.token, exchange)
  }
}

const NO_TRAFFIC: StreamTraffic = new StreamTrafficIndex()

/** The exchange with this number, begun where there is none yet. */
function draftIn<Exchange>(
  drafts: Map<number | undefined, Draft<Exchange>>,
  number: number,
): Draft<Exchange> {
  const known = drafts.get(number)
  if (known !== undefined) return known
  const draft: Draft<Exchange> = {}
  drafts.set(number, draft)
  return draft
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
