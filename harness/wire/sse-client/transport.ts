import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HeaderValues, StreamEnd } from '../../timeline/index.ts'

/** What a transport reports during its exchange. `at` is a `performance.now()` reading. */
export interface TransportListener {
  /** The request is about to be sent, with these headers. */
  onRequest(headers: HeaderValues): void
  onResponse(status: number, headers: IncomingHttpHeaders): void
  onBytes(bytes: Buffer, at: number): void
  onEnd(how: StreamEnd, detail: string | undefined): void
}

export interface TransportRequest {
  /** Where the gateway is, e.g. `http://127.0.0.1:3000`. */
  readonly origin: string
  /** The request target, sent as it stands. */
  readonly target: string
  readonly method?: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  /** The connection to read the answer from; a new one to the origin when left out. */
  readonly connection?: Duplex
}

/** A request on its way, and the ways to leave it. */
export interface Exchange {
  /** Closes the connection cleanly, as a browser does. */
  close(): void
  /** Leaves as a browser does that crashes: the connection is reset. */
  reset(): void
  halfClose(): void
  stopReading(): void
}

/**
 * One plain HTTP exchange on a connection of its own, down to the way it ended. Both clients stand on it, so that
 * bytes, arrival times and ends mean the same in either.
 */
export class Transport implements Exchange {
  readonly #request: ClientRequest
  readonly #listener: TransportListener
  #response: IncomingMessage | undefined
  #left: StreamEnd | undefined
  #ended = false

  constructor(options: TransportRequest, listener: TransportListener) {
    this.#listener = listener
    const { connection } = options
    const { hostname, port } = new URL(options.origin)
    listener.onRequest(options.headers)
    this.#request = request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || 80,
      path: options.target,
      method: options.method ?? 'GET',
      headers: options.headers as Record<string, string | string[]>,
      ...(connection === undefined ? { agent: false } : { createConnection: () => connection }),
    })
    this.#request.on('response', response => this.#onResponse(response))
    this.#request.on('error', (error: NodeJS.ErrnoException) => {
      this.#end(error.code === 'ECONNREFUSED' ? 'refused' : 'reset', error.code ?? error.message)
    })
    this.#request.end(options.body)
  }

  close(): void {
    this.#left ??= 'closed-by-client'
    this.#request.destroy()
    this.#end('closed-by-client', undefined)
  }

  reset(): void {
    this.#left ??= 'reset-by-client'
    if (this.#request.socket) this.#request.socket.resetAndDestroy()
    else this.#request.destroy()
    this.#end('reset-by-client', undefined)
  }

  halfClose(): void {
    this.#request.socket?.end()
  }

  stopReading(): void {
    this.#response?.pause()
  }

  #onResponse(response: IncomingMessage): void {
    this.#response = response
    this.#listener.onResponse(response.statusCode ?? 0, response.headers)
    response.on('data', (bytes: Buffer) => this.#listener.onBytes(bytes, performance.now()))
    response.on('end', () => this.#end('clean', undefined))
    response.on('error', (error: NodeJS.ErrnoException) => this.#end('reset', error.code ?? error.message))
    response.on('close', () => this.#end('reset', 'the connection closed before the response was finished'))
  }

  #end(how: StreamEnd, detail: string | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#listener.onEnd(this.#left ?? how, this.#left === undefined ? detail : undefined)
  }
}
