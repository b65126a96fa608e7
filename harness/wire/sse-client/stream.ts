import { randomBytes } from 'node:crypto'
import type { ReceivedEvent, Timeline } from '../../timeline/index.ts'
import { type EventDecoder, identityDecoder } from './event-decoder.ts'
import { StreamView } from './stream-view.ts'
import { type Exchange, Transport, type TransportListener, type TransportRequest } from './transport.ts'
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
  /** How it is asked for; on a connection of its own when left out. */
  readonly send?: (request: TransportRequest, listener: TransportListener) => Exchange
}

/** How a client turns what arrives into events. The raw one takes what the wire decoder sees. */
export interface Consumer {
  onResponse?(stream: Stream): void
  onBytes?(bytes: Buffer): void
  /** Called when the exchange is over; `finish` records the end, once everything before it is dispatched. */
  onEnd?(finish: () => void): void
}

/** One request for a stream. Everything that it sees goes into the timeline; what it offers besides is a view of that. */
export class Stream extends StreamView {
  readonly #read: EventDecoder
  readonly #transport: Exchange
  readonly #target: string

  /** Numbers the streams of one worker; the first is 1. */
  constructor(timeline: Timeline, request: StreamRequest, consumer: Consumer | undefined) {
    count += 1
    super(timeline, count)
    this.#read = request.read ?? identityDecoder
    this.#target = request.target
    const decoder = new WireDecoder({
      onEvent: decoded => {
        timeline.record({ kind: 'stream-written', stream: this.number, event: this.#read(decoded) })
        if (consumer === undefined) this.dispatch(decoded)
      },
      onComment: text => {
        timeline.record({ kind: 'stream-comment', stream: this.number, text })
      },
    })
    const { send = (options, listener) => new Transport(options, listener) } = request
    this.#transport = send(
      { ...request, headers: { ...request.headers, [STREAM_HEADER]: `${run}-${this.number}` } },
      {
        onRequest: headers =>
          timeline.record({
            kind: 'stream-request',
            stream: this.number,
            method: request.method ?? 'GET',
            url: request.target,
            headers,
            ...(request.fence === undefined ? {} : { fence: request.fence }),
          }),
        onResponse: (status, headers) => {
          timeline.record({ kind: 'stream-response', stream: this.number, status, headers })
          consumer?.onResponse?.(this)
        },
        onBytes: (bytes, at) => {
          timeline.record({ kind: 'stream-bytes', stream: this.number, bytes }, at)
          if (this.isEventStream) decoder.feed(bytes)
          consumer?.onBytes?.(bytes)
        },
        onEnd: (how, detail) => {
          const finish = (): void => {
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

  /** Also before a browser has asked for it. */
  override get target(): string {
    return this.#target
  }

  /** A client hands over an event it dispatched. */
  dispatch(decoded: ReceivedEvent): void {
    this.timeline.record({ kind: 'stream-event', stream: this.number, event: this.#read(decoded) })
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
    this.timeline.record({ kind: 'note', text: `the client of ${this.target} ${what}`, isBare: true })
  }

  /** Resets the connection, as a crashed browser or a cut line does. */
  reset(): void {
    this.#transport.reset()
  }
}
