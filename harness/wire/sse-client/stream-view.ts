import type { ConnectCallback } from '../../contract/payloads.ts'
import type { EntryOf, HeaderValues, ReceivedEvent, StreamEnd, Timeline } from '../../timeline/index.ts'

/**
 * One request for a stream and its result so far, as the timeline has it. It grows with the timeline, and holds nothing
 * itself: who writes the entries, a client of this program or a saved timeline, makes no difference.
 */
export class StreamView {
  readonly timeline: Timeline
  readonly number: number

  /** @returns `undefined` when the timeline has no such stream */
  static in(timeline: Timeline, number: number): StreamView | undefined {
    return timeline.exchanges.stream(number).request === undefined
      ? undefined
      : new StreamView(timeline, number)
  }

  constructor(timeline: Timeline, number: number) {
    this.timeline = timeline
    this.number = number
  }

  get target(): string {
    return this.request?.url ?? ''
  }

  get headers(): HeaderValues {
    return this.request?.headers ?? {}
  }

  get request(): EntryOf<'stream-request'> | undefined {
    return this.timeline.exchanges.stream(this.number).request
  }

  get status(): number | undefined {
    return this.timeline.exchanges.stream(this.number).response?.status
  }

  get responseHeaders(): HeaderValues {
    return this.timeline.exchanges.stream(this.number).response?.headers ?? {}
  }

  get ended(): { readonly how: StreamEnd; readonly detail: string | undefined } | undefined {
    const { end } = this.timeline.exchanges.stream(this.number)
    return end === undefined ? undefined : { how: end.how, detail: end.detail }
  }

  /** Whether the gateway opened it, and it has not ended. */
  get isOpen(): boolean {
    return this.isEventStream && this.ended === undefined
  }

  get isEventStream(): boolean {
    const type = String(this.responseHeaders['content-type'] ?? '')
    return this.status === 200 && /^text\/event-stream\s*(;|$)/i.test(type)
  }

  /** Decoded from the wire, fences included. */
  get written(): readonly ReceivedEvent[] {
    return this.timeline.exchanges.traffic(this.number).written
  }

  /** The backend's events among them: without the markers of fences and the opening signal. */
  get writtenEvents(): readonly ReceivedEvent[] {
    return this.timeline.exchanges.traffic(this.number).writtenEvents
  }

  /** Dispatched by the client, fences included. */
  get dispatched(): readonly ReceivedEvent[] {
    return this.timeline.exchanges.traffic(this.number).dispatched
  }

  /** The backend's events among them. */
  get received(): readonly ReceivedEvent[] {
    return this.timeline.exchanges.traffic(this.number).received
  }

  get comments(): readonly string[] {
    return this.timeline.exchanges.traffic(this.number).comments
  }

  /** Everything that came after the head of the response, as it came. */
  get body(): Buffer {
    return this.timeline.exchanges.traffic(this.number).body
  }

  hasSeen(marker: string): boolean {
    return this.timeline.exchanges.traffic(this.number).hasSeen(marker)
  }

  /** The connect callback that the gateway made for this stream, once it has. */
  get connect(): ConnectCallback | undefined {
    return this.timeline.exchanges.connect(this.number).request?.payload as ConnectCallback | undefined
  }

  get token(): string | undefined {
    return this.connect?.token
  }
}
