import type { BrowserExchange } from './exchange.ts'

/** What answers the requests of one EventSource: the first, then one for each reconnection. */
export interface RequestOwner {
  /** Where the gateway is, e.g. `http://127.0.0.1:3000`. */
  readonly origin: string
  onRequest(exchange: BrowserExchange): void
}
