import { connect, type Socket } from 'node:net'
import { BrowserExchange } from './exchange.ts'
import { type RequestHead, readRequestHead } from './request-head.ts'
import type { RequestOwner } from './request-owner.ts'

/** What becomes of a request: a page of ours, a stream, or a 404 where nobody expects it (as a redirect's target). */
export type Route = { readonly document: string } | RequestOwner | 'unknown'

/** One connection of the browser, with the connection to the gateway that belongs to it. */
export class EdgeConnection {
  readonly #downstream: Socket
  readonly #route: (head: RequestHead) => Route
  #received: Buffer = Buffer.alloc(0)
  #upstream: Socket | undefined
  #exchange: BrowserExchange | undefined
  /** The gateway sends nothing more on its connection, so that this one is about to end too. */
  #isEnding = false

  constructor(downstream: Socket, route: (head: RequestHead) => Route) {
    this.#downstream = downstream
    this.#route = route
    downstream.on('data', bytes => this.#take(bytes))
    downstream.on('error', () => {})
    downstream.on('end', () => this.#leave())
    downstream.on('close', () => this.#leave())
  }

  /** A browser asks again on a connection only after it has the whole answer. */
  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes])
    for (;;) {
      const found = readRequestHead(this.#received)
      if (found === undefined) return
      this.#received = found.rest
      this.#answer(found.head)
    }
  }

  #answer(head: RequestHead): void {
    const route = this.#route(head)
    // A browser asks again on a new connection.
    if (this.#isEnding) this.#downstream.destroy()
    else if (route === 'unknown') this.#reply('404 Not Found', 'text/plain', '')
    else if ('document' in route) this.#reply('200 OK', 'text/html; charset=utf-8', route.document)
    else {
      const upstream = this.#connect(route.origin)
      this.#exchange = new BrowserExchange(head, upstream, this.#downstream)
      route.onRequest(this.#exchange)
    }
  }

  #reply(status: string, type: string, body: string): void {
    this.#downstream.write(
      `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\nset-cookie: ${COOKIE}; Path=/\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }

  /** The connection of the exchange before, where there was one. */
  #connect(origin: string): Socket {
    if (this.#upstream !== undefined) return this.#upstream
    const { hostname, port } = new URL(origin)
    const upstream = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 80),
      noDelay: true,
      allowHalfOpen: true,
    })
    this.#upstream = upstream
    upstream.on('data', bytes => this.#exchange?.onBytes(bytes))
    let failure: NodeJS.ErrnoException | undefined
    upstream.on('error', error => {
      failure = error
    })
    upstream.on('end', () => {
      this.#isEnding = true
      this.#exchange?.onEnd()
    })
    upstream.on('close', () => {
      this.#isEnding = true
      if (failure !== undefined || !upstream.readableEnded) this.#exchange?.onBroken(failure)
    })
    return upstream
  }

  /** The browser has closed the connection, which is how it leaves a stream. */
  #leave(): void {
    this.#exchange?.onLeft()
    this.#downstream.destroy()
    this.#upstream?.destroy()
  }
}

/** The page of each host sets it, so that the browser has credentials of that host to send along. */
const COOKIE = 'page=conformance'
