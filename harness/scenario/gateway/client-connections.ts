import type { CallbackRecorder } from '../../mock-backend/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import {
  type BrowserClients,
  type ClientDifference,
  type InBrowserSession,
  isPlayable,
  openInBrowser,
} from '../../wire/browser/index.ts'
import {
  type BrowserSession,
  type BrowserSessionOptions,
  type EventDecoder,
  type OpenOptions,
  openEventSource,
  openWire,
  RawConnection,
  type Stream,
} from '../../wire/sse-client/index.ts'

export interface BrowseOptions {
  readonly lastEventId?: string
}

/** How many of a scenario's requests a browser made, and how many another client. */
export interface ClientUse {
  readonly browser: number
  readonly other: number
}

/** The connections that the clients of one scenario have opened; disposing of it closes them. */
export class ClientConnections implements Disposable {
  readonly #timeline: Timeline
  readonly #recorder: CallbackRecorder
  readonly #origin: string
  readonly #read: EventDecoder
  readonly #streams: Stream[] = []
  readonly #sessions: BrowserSession[] = []
  readonly #inBrowser: InBrowserSession[] = []
  readonly #raw: RawConnection[] = []
  readonly #browser: BrowserClients | undefined
  #inOther = 0
  #failure: Error | undefined

  /**
   * @param recorder expects the callbacks of each stream
   * @param origin where clients find the gateway
   * @param browser makes the requests that a browser can make; the ordinary clients make all when left out
   */
  constructor(
    timeline: Timeline,
    recorder: CallbackRecorder,
    origin: string,
    read: EventDecoder,
    browser?: BrowserClients,
  ) {
    this.#browser = browser
    this.#timeline = timeline
    this.#recorder = recorder
    this.#origin = origin
    this.#read = read
  }

  get use(): ClientUse {
    return { browser: this.#inBrowser.length, other: this.#inOther }
  }

  /** Where the browser and the `eventsource` package dispatched the same bytes in another way. */
  get clientDifference(): ClientDifference | undefined {
    return this.#inBrowser.map(session => session.difference()).find(found => found !== undefined)
  }

  /** Why the browser does not do as it is asked; `undefined` while it does. */
  get browserFailure(): Error | undefined {
    return this.#failure
  }

  /** Asks for a stream, as a browser unless the options ask for more than one can do. */
  request(target: string, options: OpenOptions): Stream {
    const { body, client, headers = {}, method } = options
    if (client !== 'wire' && method === undefined) return this.#browse(target, headers, {}, false).first
    this.#inOther += 1
    return this.adopt(
      openWire(this.#timeline, {
        origin: this.#origin,
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
    this.#inOther += 1
    const connection = new RawConnection(this.#timeline, this.#origin)
    this.#raw.push(connection)
    return connection
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
    const asked = { origin: this.#origin, target, headers, reconnect, read: this.#read, ...options }
    const onStream = ({ number }: Stream): void => this.#recorder.expect(number)
    const session =
      this.#browser !== undefined && isPlayable(target, { headers })
        ? this.#openInBrowser(this.#browser, asked, onStream)
        : this.#openEventSource(asked, onStream)
    this.#sessions.push(session)
    const [first] = session.streams
    if (first === undefined) throw new Error('EventSource asked for nothing.')
    return { session, first: this.adopt(first) }
  }

  #openInBrowser(
    browser: BrowserClients,
    asked: BrowserSessionOptions,
    onStream: (stream: Stream) => void,
  ): BrowserSession {
    const session = openInBrowser(this.#timeline, browser, asked, {
      onStream,
      onFailure: error => {
        this.#failure ??= error
      },
    })
    this.#inBrowser.push(session)
    return session
  }

  #openEventSource(asked: BrowserSessionOptions, onStream: (stream: Stream) => void): BrowserSession {
    this.#inOther += 1
    return openEventSource(this.#timeline, asked, onStream)
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions) session.close()
    for (const stream of this.#streams) stream.close()
    for (const connection of this.#raw) connection.destroy()
  }
}
