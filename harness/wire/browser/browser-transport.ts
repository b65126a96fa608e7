import type { StreamEnd } from '../../timeline/index.ts'
import {
  type Exchange,
  STREAM_HEADER,
  Transport,
  type TransportListener,
  type TransportRequest,
} from '../sse-client/index.ts'
import type { BrowserExchange, ExchangeListener } from './exchange.ts'

/** What makes the requests: an EventSource, or a whole page. */
export interface Asker {
  readonly listener: Omit<ExchangeListener, 'onLeft'>
  /** Leaves the stream. @returns when it has */
  close(): Promise<void>
}

/** One request of the browser: nothing is asked before the browser asks, and leaving it is closing the EventSource. */
export class BrowserTransport implements Exchange {
  readonly #asker: Asker
  readonly #request: TransportRequest
  readonly #listener: TransportListener
  #exchange: BrowserExchange | undefined
  #transport: Transport | undefined
  #isOver = false

  constructor(asker: Asker, request: TransportRequest, listener: TransportListener) {
    this.#asker = asker
    this.#request = request
    this.#listener = listener
  }

  answerFrom(exchange: BrowserExchange): void {
    const name = String(this.#request.headers[STREAM_HEADER])
    const headers = { ...exchange.head.headers, [STREAM_HEADER]: name }
    this.#exchange = exchange
    const listener: TransportListener = {
      onRequest: asked => this.#listener.onRequest(asked),
      onResponse: (status, received) => this.#listener.onResponse(status, received),
      onBytes: (bytes, at) => this.#listener.onBytes(bytes, at),
      onEnd: (how, detail) => {
        this.#isOver = true
        this.#listener.onEnd(how, detail)
      },
    }
    this.#transport = new Transport({ ...this.#request, headers, connection: exchange.tap }, listener)
    exchange.forward(STREAM_HEADER, name, {
      ...this.#asker.listener,
      onLeft: () => this.#leave('closed-by-client', transport => transport.close()),
    })
  }

  /**
   * Chromium may keep the connection of a stream that was closed for up to five seconds, to read the rest of it. A
   * scenario in which the client leaves is about what the gateway does then, so the connection ends here at the latest.
   */
  close(): void {
    const unfinished = this.#isOver ? undefined : this.#exchange
    void this.#asker.close().then(() => unfinished?.leave())
    this.#leave('closed-by-client', transport => transport.close())
  }

  reset(): void {
    void this.#asker.close()
    this.#leave('reset-by-client', transport => transport.reset())
  }

  halfClose(): void {
    this.#transport?.halfClose()
  }

  stopReading(): void {
    this.#transport?.stopReading()
    this.#exchange?.stopReading()
  }

  #leave(how: StreamEnd, leave: (transport: Transport) => void): void {
    if (this.#transport !== undefined) leave(this.#transport)
    else if (!this.#isOver) this.#listener.onEnd(how, undefined)
    this.#isOver = true
  }
}
