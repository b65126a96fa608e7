import type { ReceivedEvent } from '../../timeline/index.ts'
import type { Exchange, TransportListener, TransportRequest } from '../sse-client/index.ts'
import type { BrowserClients, Place } from './browser-clients.ts'
import { BrowserTransport } from './browser-transport.ts'
import type { BrowserExchange, ExchangeListener } from './exchange.ts'
import { KNOWN_NAMES, type PageReport } from './page-script.ts'
import type { RequestOwner } from './request-owner.ts'

export interface PageEventSourceOptions {
  /** Where the gateway is, as its clients find it. */
  readonly origin: string
  readonly target: string
  /** The origin of the page, where it is not that of the stream. */
  readonly pageOrigin?: string | undefined
  readonly reconnects: boolean
  /** Fields that go before the first byte of each stream. */
  readonly memory?: Buffer | undefined
  readonly onEvent: (event: ReceivedEvent) => void
  /** The stream ended or failed, and everything before it has been dispatched. */
  readonly onEnd: () => void
  /** It connects again: asks for a transport for its next request. */
  readonly onReconnect: () => void
  /** The browser does not do as it is asked. */
  readonly onFailure: (error: Error) => void
}

let count = 0

/** One EventSource in a page of the browser, and its requests as they pass the edge. */
export class PageEventSource implements RequestOwner {
  readonly origin: string
  readonly #id: number
  readonly #options: PageEventSourceOptions
  readonly #place: Place
  readonly #expected: Disposable
  readonly #names = new Set(KNOWN_NAMES)
  readonly #newNames = new Set<string>()
  #waiting: BrowserTransport | undefined
  #closing: Promise<void> | undefined

  constructor(clients: BrowserClients, options: PageEventSourceOptions) {
    count += 1
    this.#id = count
    this.#options = options
    this.origin = options.origin
    const { target, pageOrigin, reconnects } = options
    this.#place = clients.place(target, { origin: pageOrigin, isAlone: reconnects })
    const { host, page } = this.#place
    this.#expected = clients.edge.expect(host, target, this)
    const url = `http://${host}:${clients.edge.port}${target}`
    page
      .then(async opened => {
        if (this.isClosed) return
        opened.listen(this.#id, report => this.#onReport(report))
        await opened.open(this.#id, url, reconnects)
      })
      .catch(error => this.#fail(error))
  }

  /** How a stream asks: it waits for the request of the browser. */
  readonly send = (request: TransportRequest, listener: TransportListener): Exchange => {
    this.#waiting = new BrowserTransport(this, request, listener)
    return this.#waiting
  }

  onRequest(exchange: BrowserExchange): void {
    if (this.#waiting === undefined) this.#options.onReconnect()
    const transport = this.#waiting
    this.#waiting = undefined
    transport?.answerFrom(exchange)
  }

  get listener(): Omit<ExchangeListener, 'onLeft'> {
    const { memory } = this.#options
    return {
      beforeForward: () => this.#listenForSeen(),
      ...(memory === undefined ? {} : { prefix: memory }),
    }
  }

  /** An event of this name has been seen, and its bytes are held back until the page listens for it. */
  sees(name: string): void {
    if (!this.#names.has(name)) this.#newNames.add(name)
  }

  async #listenForSeen(): Promise<void> {
    if (this.#newNames.size === 0) return
    const names = [...this.#newNames]
    this.#newNames.clear()
    for (const name of names) this.#names.add(name)
    await this.#place.page.then(page => page.listenFor(this.#id, names)).catch(error => this.#fail(error))
  }

  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /** @returns when the EventSource is closed */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#expected[Symbol.dispose]()
    await this.#place.page.then(page => page.close(this.#id)).catch(() => {})
    this.#place[Symbol.dispose]()
  }

  #onReport(report: PageReport): void {
    if (this.isClosed) return
    if ('state' in report) this.#options.onEnd()
    else this.#options.onEvent(eventOf(report))
  }

  #fail(error: unknown): void {
    if (!this.isClosed) this.#options.onFailure(error instanceof Error ? error : new Error(String(error)))
  }
}

function eventOf({ event, data, lastEventId }: ReceivedEvent): ReceivedEvent {
  return { event, data, lastEventId }
}
