import { HTTPParser, type HTTPParserJS, type OnHeadersCompleteParser } from 'http-parser-js'
import type { Direction } from './network-fault.ts'
import type { ConnectionObserver, Side } from './proxy.ts'

/** Headers by their names in lower case; values of repeated ones are joined as HTTP has it. */
type OverheardHeaders = Readonly<Record<string, string>>

export interface ObservedRequest {
  readonly method: string
  readonly target: string
  readonly headers: OverheardHeaders
  readonly body: string
}

interface ObservedResponse {
  readonly status: number
  readonly headers: OverheardHeaders
  readonly body: string
}

/** One HTTP exchange as it went over a tap. `Exchange` is whatever the listener makes of a request. */
export interface HttpListener<Exchange> {
  /** The whole request has come and has not gone on yet. */
  onRequest(request: ObservedRequest): Exchange
  /** The head of the answer has come and has not gone on yet: whoever waits for it may act on it. */
  onResponseHead(exchange: Exchange, status: number): void
  /** The whole answer has come and has not gone on yet. */
  onResponse(exchange: Exchange, response: ObservedResponse): void
  /** It is not answered by the time somebody leaves, and why. One whose caller left may be answered all the same. */
  onUnanswered(exchange: Exchange, by: Side, how: string): void
}

/** Understands what is said on one connection as HTTP, both ways. Silent where it is none. */
export class HttpObserver<Exchange> implements ConnectionObserver {
  readonly #listener: HttpListener<Exchange>
  readonly #open: Exchange[] = []
  /** Told of already: their caller has left. */
  readonly #left = new Set<Exchange>()
  readonly #requests: MessageReader
  readonly #responses: MessageReader
  #isDeaf = false

  constructor(listener: HttpListener<Exchange>) {
    this.#listener = listener
    this.#requests = new MessageReader(HTTPParser.REQUEST, {
      onMessage: ({ method, target, headers, body }) =>
        this.#open.push(listener.onRequest({ method, target, headers, body })),
    })
    this.#responses = new MessageReader(HTTPParser.RESPONSE, {
      onHead: ({ status }) => {
        const [exchange] = this.#open
        if (this.#open.length > 0 && !isInterim(status)) listener.onResponseHead(exchange as Exchange, status)
      },
      onMessage: ({ status, headers, body }) => {
        if (this.#open.length === 0 || isInterim(status)) return
        listener.onResponse(this.#open.shift() as Exchange, { status, headers, body })
      },
    })
  }

  onBytes(direction: Direction, bytes: Buffer): void {
    if (this.#isDeaf) return
    const understood = direction === 'onward' ? this.#requests.read(bytes) : this.#responses.read(bytes)
    if (understood) return
    this.#isDeaf = true
    this.#giveUp(direction === 'onward' ? 'caller' : 'called', 'what it said is no HTTP')
  }

  /** Whether a whole request was heard that is not answered, or what was said is no HTTP. */
  get hasHeardEnough(): boolean {
    return this.#isDeaf || this.#open.length > 0
  }

  onEnd(by: Side, how: string): void {
    // An answer without a length ends with its connection.
    if (by === 'called' && !this.#isDeaf) this.#responses.finish()
    if (by !== 'caller') {
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

/** An interim answer is not the one that is waited for. */
function isInterim(status: number): boolean {
  return status >= 100 && status < 200
}

interface Message {
  readonly method: string
  readonly target: string
  readonly status: number
  readonly headers: OverheardHeaders
  readonly body: string
}

interface MessageListener {
  onHead?(head: Omit<Message, 'body'>): void
  onMessage(message: Message): void
}

class MessageReader {
  readonly #parser: HTTPParserJS

  constructor(kind: 'REQUEST' | 'RESPONSE', listener: MessageListener) {
    this.#parser = new HTTPParser(kind)
    let head: Omit<Message, 'body'> | undefined
    let chunks: Buffer[] = []
    const onHead: OnHeadersCompleteParser = ({ method, url, statusCode, headers }) => {
      head = {
        method: HTTPParser.methods[method] ?? '',
        target: url ?? '',
        status: statusCode ?? 0,
        headers: byName(headers),
      }
      chunks = []
      listener.onHead?.(head)
    }
    this.#parser[HTTPParser.kOnHeadersComplete] = onHead
    this.#parser[HTTPParser.kOnBody] = (bytes, offset, length) => {
      // The parser's memory is the socket's: it is used again for what comes next.
      chunks.push(Buffer.from(bytes.subarray(offset, offset + length)))
    }
    this.#parser[HTTPParser.kOnMessageComplete] = () => {
      if (head !== undefined) listener.onMessage({ ...head, body: Buffer.concat(chunks).toString() })
      head = undefined
    }
  }

  /** @returns whether it is HTTP so far */
  read(bytes: Buffer): boolean {
    return !(this.#parser.execute(bytes) instanceof Error)
  }

  finish(): void {
    this.#parser.finish()
  }
}

function byName(raw: readonly string[]): OverheardHeaders {
  const headers: Record<string, string> = {}
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    const value = raw[at + 1] ?? ''
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
