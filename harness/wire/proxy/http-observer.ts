import { HTTPParser, type HTTPParserJS, type OnHeadersCompleteParser } from 'http-parser-js'
import type { Direction } from './network-fault.ts'
import type { ConnectionObserver, Side } from './proxy.ts'

// As Node.js reads heads: each byte is a character.
HTTPParser.encoding = 'latin1'

/** Headers by their names in lower case; values of repeated ones are joined as HTTP has it. */
type ObservedHeaders = Readonly<Record<string, string>>

export interface ObservedRequest {
  readonly method: string
  readonly target: string
  /** E.g. `1.1`. */
  readonly version: string
  readonly headers: ObservedHeaders
  readonly body: string
}

interface ObservedResponse {
  readonly status: number
  readonly headers: ObservedHeaders
  readonly body: string
}

/** The HTTP exchanges of a proxy. `Exchange` is the listener's own object for a request. */
export interface HttpListener<Exchange> {
  /** The whole request has arrived and has not been forwarded yet. */
  onRequest(request: ObservedRequest): Exchange
  /** The head of the response has arrived and has not been forwarded yet: the other side may act on it before the body. */
  onResponseHead(exchange: Exchange, status: number, headers: ObservedHeaders): void
  /** A part of the body has arrived, without its chunk framing, and has not been forwarded yet. */
  onResponseBody?(exchange: Exchange, bytes: Buffer): void
  /** The whole response has arrived and has not been forwarded yet. */
  onResponse(exchange: Exchange, response: ObservedResponse): void
  /** One side left before the response. After downstream has left, a response may still arrive. */
  onUnanswered(exchange: Exchange, by: Side, how: string): void
}

/** Parses both directions of one connection as HTTP. Reports nothing for bytes that are not HTTP. */
export class HttpObserver<Exchange> implements ConnectionObserver {
  readonly #listener: HttpListener<Exchange>
  readonly #open: Exchange[] = []
  /** Reported as unanswered, since downstream has left. */
  readonly #left = new Set<Exchange>()
  readonly #requests: MessageReader
  readonly #responses: MessageReader
  #hasGivenUp = false

  constructor(listener: HttpListener<Exchange>) {
    this.#listener = listener
    this.#requests = new MessageReader(HTTPParser.REQUEST, {
      onMessage: ({ method, target, version, headers, body }) =>
        this.#open.push(listener.onRequest({ method, target, version, headers, body })),
    })
    this.#responses = new MessageReader(HTTPParser.RESPONSE, {
      onHead: ({ status, headers }) => {
        const [exchange] = this.#open
        if (this.#open.length > 0 && !isInterim(status)) {
          listener.onResponseHead(exchange as Exchange, status, headers)
        }
      },
      onBody: bytes => {
        const [exchange] = this.#open
        if (this.#open.length > 0) listener.onResponseBody?.(exchange as Exchange, bytes)
      },
      onMessage: ({ status, headers, body }) => {
        if (this.#open.length === 0 || isInterim(status)) return
        listener.onResponse(this.#open.shift() as Exchange, { status, headers, body })
      },
    })
  }

  onBytes(direction: Direction, bytes: Buffer): void {
    if (this.#hasGivenUp) return
    const isHttp = direction === 'to-upstream' ? this.#requests.read(bytes) : this.#responses.read(bytes)
    if (isHttp) return
    this.#hasGivenUp = true
    this.#giveUp(direction === 'to-upstream' ? 'downstream' : 'upstream', 'what it said is no HTTP')
  }

  /** Whether a whole request is unanswered, or the bytes are not HTTP. */
  get hasCompleteRequest(): boolean {
    return this.#hasGivenUp || this.#open.length > 0
  }

  onEnd(by: Side, how: string): void {
    // A response without a length ends with its connection.
    if (by === 'upstream' && !this.#hasGivenUp) this.#responses.finish()
    if (by !== 'downstream') {
      this.#giveUp(by, how)
      return
    }
    for (const exchange of this.#open) {
      this.#left.add(exchange)
      this.#listener.onUnanswered(exchange, by, how)
    }
  }

  #giveUp(by: Side, how: string): void {
    for (const exchange of this.#open.splice(0)) {
      if (!this.#left.has(exchange)) this.#listener.onUnanswered(exchange, by, how)
    }
  }
}

/** An interim response does not answer the request. */
function isInterim(status: number): boolean {
  return status >= 100 && status < 200
}

interface Message {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly status: number
  readonly headers: ObservedHeaders
  readonly body: string
}

interface MessageListener {
  onHead?(head: Omit<Message, 'body'>): void
  onBody?(bytes: Buffer): void
  onMessage(message: Message): void
}

class MessageReader {
  readonly #parser: HTTPParserJS

  constructor(kind: 'REQUEST' | 'RESPONSE', listener: MessageListener) {
    this.#parser = new HTTPParser(kind)
    let head: Omit<Message, 'body'> | undefined
    let chunks: Buffer[] = []
    const onHead: OnHeadersCompleteParser = ({
      method,
      url,
      statusCode,
      headers,
      versionMajor,
      versionMinor,
    }) => {
      head = {
        method: HTTPParser.methods[method] ?? '',
        target: url ?? '',
        version: `${versionMajor}.${versionMinor}`,
        status: statusCode ?? 0,
        headers: byName(headers),
      }
      chunks = []
      listener.onHead?.(head)
    }
    this.#parser[HTTPParser.kOnHeadersComplete] = onHead
    this.#parser[HTTPParser.kOnBody] = (bytes, offset, length) => {
      // The parser's memory is the socket's, which reuses it.
      const chunk = Buffer.from(bytes.subarray(offset, offset + length))
      chunks.push(chunk)
      listener.onBody?.(chunk)
    }
    this.#parser[HTTPParser.kOnMessageComplete] = () => {
      if (head !== undefined) listener.onMessage({ ...head, body: Buffer.concat(chunks).toString() })
      head = undefined
    }
  }

  /** @returns whether the bytes are HTTP so far */
  read(bytes: Buffer): boolean {
    return !(this.#parser.execute(bytes) instanceof Error)
  }

  finish(): void {
    this.#parser.finish()
  }
}

function byName(raw: readonly string[]): ObservedHeaders {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    const value = raw[at + 1] ?? ''
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
