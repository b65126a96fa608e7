import type { CallbackRecorder } from '../../mock-backend/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import {
  type BrowserSession,
  type EventDecoder,
  type OpenOptions,
  openEventSource,
  openWire,
  RawConnection,
  type Stream,
} from '../../wire/sse-client/index.ts'

/** What a reverse proxy leads to the gateway. */
const STREAM_PATHS = '/api/sse/'

export interface BrowseOptions {
  readonly lastEventId?: string
}

/** The connections that the clients of one scenario have opened; disposing of it closes them. */
export class ClientConnections implements Disposable {
  readonly #timeline: Timeline
  readonly #recorder: CallbackRecorder
  readonly #origin: string
  readonly #front: string | undefined
  readonly #read: EventDecoder
  readonly #streams: Stream[] = []
  readonly #sessions: BrowserSession[] = []
  readonly #raw: RawConnection[] = []

  /**
   * @param recorder expects the callbacks of each stream
   * @param origin where clients find the gateway
   * @param front where they find the reverse proxy in front of it
   */
  constructor(
    timeline: Timeline,
    recorder: CallbackRecorder,
    origin: string,
    read: EventDecoder,
    front?: string,
  ) {
    this.#timeline = timeline
    this.#recorder = recorder
    this.#origin = origin
    this.#front = front
    this.#read = read
  }

  /** Asks for a stream, as a browser unless the options ask for more than one can do. */
  request(target: string, options: OpenOptions): Stream {
    const { body, client, front, headers = {}, method } = options
    if (client !== 'wire' && method === undefined) return this.#browse(target, headers, {}, false).first
    return this.adopt(
      openWire(this.#timeline, {
        ...this.#placeOf(target, front),
        target,
        ...(method === undefined ? {} : { method }),
        ...(body === undefined ? {} : { body }),
        headers: { accept: 'text/event-stream', ...headers },
        read: this.#read,
      }),
    )
  }

  /** Asks for a stream of the harness' own. */
  fence(target: string): Stream {
    return this.adopt(
      openWire(this.#timeline, {
        origin: this.#origin,
        target,
        headers: { accept: 'text/event-stream' },
        read: this.#read,
        fence: true,
      }),
    )
  }

  /** Asks for a stream as a browser that reconnects by itself when the stream ends. */
  browse(target: string, options: BrowseOptions): BrowserSession {
    return this.#browse(target, {}, options, true).session
  }

  /** A bare connection. */
  raw(): RawConnection {
    const connection = new RawConnection(this.#timeline, this.#origin)
    this.#raw.push(connection)
    return connection
  }

  /** What the reverse proxy leads to the gateway goes to it; everything else to the gateway itself. */
  #placeOf(target: string, isForced = false): { readonly origin: string; readonly front?: true } {
    const isThrough = isForced || target.startsWith(STREAM_PATHS)
    return this.#front === undefined || !isThrough
      ? { origin: this.#origin }
      : { origin: this.#front, front: true }
  }

  /** Expects the callbacks of a stream, and closes it in the end. */
  adopt(stream: Stream): Stream {
    this.#recorder.expect(stream.number)
    if (!this.#streams.includes(stream)) this.#streams.push(stream)
    return stream
  }

  #browse(
    target: string,
    headers: NonNullable<OpenOptions['headers']>,
    options: BrowseOptions,
    reconnect: boolean,
  ): { readonly session: BrowserSession; readonly first: Stream } {
    const session = openEventSource(
      this.#timeline,
      { ...this.#placeOf(target), target, headers, reconnect, read: this.#read, ...options },
      stream => this.#recorder.expect(stream.number),
    )
    this.#sessions.push(session)
    const [first] = session.streams
    if (first === undefined) throw new Error('EventSource asked for nothing.')
    return { session, first: this.adopt(first) }
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions) session.close()
    for (const stream of this.#streams) stream.close()
    for (const connection of this.#raw) connection.destroy()
  }
}
