import { randomBytes } from 'node:crypto'
import type { ConnectCallback } from '../../contract/payloads.ts'
import {
  type EntryOf,
  type HeaderValues,
  markerIn,
  type ReceivedEvent,
  type StreamEnd,
  type Timeline,
} from '../../timeline/index.ts'
import { type EventDecoder, identityDecoder } from './event-decoder.ts'
import { isEventStream, isOfTheBackend, type StreamView } from './stream-view.ts'
import { Transport } from './transport.ts'
import { WireDecoder } from './wire-decoder.ts'

/** Sent with every request of the harness, so that a connect callback can be assigned to its stream. */
export const STREAM_HEADER = 'x-conformance-stream'

const run = randomBytes(4).toString('hex')
let count = 0

/** The number of the stream that a forwarded header names; `undefined` for a stream of another run. */
export function streamNumberIn(value: unknown): number | undefined {
  const [, of, number] = /^([0-9a-f]{8})-(\d+)$/.exec(String(value)) ?? []
  return of === run ? Number(number) : undefined
}

export interface StreamRequest {
  readonly origin: string
  readonly target: string
  readonly method?: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  /** How events are read; as they are on the wire when left out. */
  readonly read?: EventDecoder
  /** It is opened to prove an order, and is nothing that the scenario asks for. */
  readonly fence?: true
  /** Its origin is the reverse proxy in front of the gateway. */
  readonly front?: true
}

/** How a client turns what arrives into events. The raw one takes what the wire decoder sees. */
export interface Consumer {
  onResponse?(stream: Stream): void
  onBytes?(bytes: Buffer): void
  /** Called when the exchange is over; `finish` records the end, once everything before it is dispatched. */
  onEnd?(finish: () => void): void
}

/**
 * One request for a stream and all that came of it. Everything it sees goes into the timeline first; what it offers
 * besides is a view of that.
 */
export class Stream implements StreamView {
  /** Numbers the streams of one worker; the first is 1. */
  readonly number: number
  readonly target: string
  readonly headers: HeaderValues
  /** Decoded from the wire, fences included. */
  readonly written: ReceivedEvent[] = []
  /** Dispatched by the client, fences included. */
  readonly dispatched: ReceivedEvent[] = []
  readonly comments: string[] = []
  status: number | undefined
  responseHeaders: HeaderValues = {}
  ended: { readonly how: StreamEnd; readonly detail: string | undefined } | undefined
  readonly #timeline: Timeline
  readonly #read: EventDecoder
  readonly #transport: Transport
  readonly #chunks: Buffer[] = []
  readonly #markers = new Set<string>()
  #connect: EntryOf<'callback-request'> | undefined

  constructor(timeline: Timeline, request: StreamRequest, consumer: Consumer | undefined) {
    count += 1
    this.number = count
    this.#timeline = timeline
    this.#read = request.read ?? identityDecoder
    this.target = request.target
    this.headers = { ...request.headers, [STREAM_HEADER]: `${run}-${this.number}` }
    timeline.record({
      kind: 'stream-request',
      stream: this.number,
      method: request.method ?? 'GET',
      url: request.target,
      headers: this.headers,
      ...(request.fence === undefined ? {} : { fence: request.fence }),
      ...(request.front === undefined ? {} : { front: request.front }),
    })
    const decoder = new WireDecoder({
      onEvent: decoded => {
        const event = this.#read(decoded)
        this.written.push(event)
        timeline.record({ kind: 'stream-written', stream: this.number, event })
        if (consumer === undefined) this.dispatch(decoded)
      },
      onComment: text => {
        this.comments.push(text)
        timeline.record({ kind: 'stream-comment', stream: this.number, text })
      },
    })
    this.#transport = new Transport(
      { ...request, headers: this.headers as StreamRequest['headers'] },
      {
        onResponse: (status, headers) => {
          this.status = status
          this.responseHeaders = headers
          timeline.record({ kind: 'stream-response', stream: this.number, status, headers })
          consumer?.onResponse?.(this)
        },
        onBytes: (bytes, at) => {
          this.#chunks.push(bytes)
          timeline.record({ kind: 'stream-bytes', stream: this.number, bytes }, at)
          if (this.isEventStream) decoder.feed(bytes)
          consumer?.onBytes?.(bytes)
        },
        onEnd: (how, detail) => {
          const finish = (): void => {
            this.ended = { how, detail }
            timeline.record({
              kind: 'stream-end',
              stream: this.number,
              how,
              ...(detail === undefined ? {} : { detail }),
            })
          }
          if (consumer?.onEnd === undefined) finish()
          else consumer.onEnd(finish)
        },
      },
    )
  }

  /** A client hands over an event it dispatched. */
  dispatch(decoded: ReceivedEvent): void {
    const event = this.#read(decoded)
    this.dispatched.push(event)
    const marker = markerIn(event.data)
    if (marker !== undefined) this.#markers.add(marker)
    this.#timeline.record({ kind: 'stream-event', stream: this.number, event })
  }

  /** Whether the gateway opened it: 200 and an event stream. */
  get isOpen(): boolean {
    return this.isEventStream && this.ended === undefined
  }

  get isEventStream(): boolean {
    return isEventStream(this.status, this.responseHeaders)
  }

  /** What the client dispatched of the backend's events: without the markers of fences and the opening signal. */
  get received(): ReceivedEvent[] {
    return this.dispatched.filter(isOfTheBackend)
  }

  /** The same, as decoded from the wire. */
  get writtenEvents(): ReceivedEvent[] {
    return this.written.filter(isOfTheBackend)
  }

  /** Everything that came after the head of the response, as it came. */
  get body(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  /** The connect callback that the gateway made for this stream, once it has. */
  get connect(): ConnectCallback | undefined {
    this.#connect ??= this.#timeline.exchanges.connect(this.number).request
    return this.#connect?.payload as ConnectCallback | undefined
  }

  get token(): string | undefined {
    return this.connect?.token
  }

  hasSeen(marker: string): boolean {
    return this.#markers.has(marker)
  }

  /** Leaves in good order, as a closed tab does. */
  close(): void {
    this.#transport.close()
  }

  /** Says that nothing more will be asked, and goes on listening. */
  halfClose(): void {
    this.#noteBare('says that it asks nothing more, and goes on listening')
    this.#transport.halfClose()
  }

  /** Leaves what arrives from now on unread, as a client that hangs. */
  stopReading(): void {
    this.#noteBare('reads no more, and stays')
    this.#transport.stopReading()
  }

  #noteBare(what: string): void {
    this.#timeline.record({ kind: 'note', text: `the client of ${this.target} ${what}`, isBare: true })
  }

  /** Resets the connection, as a crashed browser or a cut line does. */
  reset(): void {
    this.#transport.reset()
  }
}
