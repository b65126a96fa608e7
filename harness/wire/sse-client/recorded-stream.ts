import type { ConnectCallback } from '../../contract/payloads.ts'
import {
  type Entry,
  type EntryOf,
  type HeaderValues,
  markerIn,
  type ReceivedEvent,
  type StreamExchange,
  type Timeline,
} from '../../timeline/index.ts'
import { isEventStream, isOfTheBackend, type StreamView } from './stream-view.ts'

type KindOfStream = Extract<Entry, { stream: number }>['kind']

/** A stream as a timeline tells of it, long after it was there. It grows with the timeline. */
export class RecordedStream implements StreamView {
  readonly number: number
  readonly #timeline: Timeline
  readonly #request: EntryOf<'stream-request'>

  /** @returns `undefined` when the timeline knows no such stream */
  static in(timeline: Timeline, number: number): RecordedStream | undefined {
    const request = timeline.exchanges.stream(number).request
    return request === undefined ? undefined : new RecordedStream(timeline, request)
  }

  private constructor(timeline: Timeline, request: EntryOf<'stream-request'>) {
    this.#timeline = timeline
    this.#request = request
    this.number = request.stream
  }

  get target(): string {
    return this.#request.url
  }

  get headers(): HeaderValues {
    return this.#request.headers
  }

  get written(): readonly ReceivedEvent[] {
    return this.#all('stream-written').map(({ event }) => event)
  }

  get dispatched(): readonly ReceivedEvent[] {
    return this.#all('stream-event').map(({ event }) => event)
  }

  get comments(): readonly string[] {
    return this.#all('stream-comment').map(({ text }) => text)
  }

  get status(): number | undefined {
    return this.#exchange.response?.status
  }

  get responseHeaders(): HeaderValues {
    return this.#exchange.response?.headers ?? {}
  }

  get ended(): StreamView['ended'] {
    const { end } = this.#exchange
    return end === undefined ? undefined : { how: end.how, detail: end.detail }
  }

  get isOpen(): boolean {
    return this.isEventStream && this.ended === undefined
  }

  get isEventStream(): boolean {
    return isEventStream(this.status, this.responseHeaders)
  }

  get received(): readonly ReceivedEvent[] {
    return this.dispatched.filter(isOfTheBackend)
  }

  get writtenEvents(): readonly ReceivedEvent[] {
    return this.written.filter(isOfTheBackend)
  }

  get body(): Buffer {
    return Buffer.concat(this.#all('stream-bytes').map(({ bytes }) => bytes))
  }

  get connect(): ConnectCallback | undefined {
    return this.#timeline.exchanges.connect(this.number).request?.payload as ConnectCallback | undefined
  }

  get token(): string | undefined {
    return this.connect?.token
  }

  hasSeen(marker: string): boolean {
    return this.dispatched.some(({ data }) => markerIn(data) === marker)
  }

  get #exchange(): Partial<StreamExchange> {
    return this.#timeline.exchanges.stream(this.number)
  }

  #all<Kind extends KindOfStream>(kind: Kind): EntryOf<Kind>[] {
    return this.#timeline
      .all(kind)
      .filter(entry => (entry as { readonly stream?: number }).stream === this.number)
  }
}
