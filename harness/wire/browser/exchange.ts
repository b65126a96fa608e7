import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type RequestHead, withHeader } from './request-head.ts'

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** Who looks at an exchange before its bytes go on to the browser. */
export interface ExchangeListener {
  /** What was received so far is decoded. The bytes are held back until this resolves. */
  beforeForward(): Promise<void>
  /** The head has gone on to the browser. The body is held back until this resolves. */
  beforeBody?(): Promise<void>
  /** The browser has closed the connection. */
  onLeft(): void
  /** Goes before the first byte of the body, e.g. what a browser remembers of an earlier stream. */
  readonly prefix?: Buffer
}

/**
 * One request of the browser and its answer. Every byte from the gateway is seen by the recording first, and then by
 * the browser.
 */
export class BrowserExchange {
  readonly head: RequestHead
  /** For an HTTP client: reads what the gateway answers. What it writes goes nowhere, since the browser has asked. */
  readonly tap: Tap
  readonly #upstream: Socket
  readonly #downstream: Socket
  #listener: ExchangeListener | undefined
  #queue: Promise<void> = Promise.resolve()
  /** The head of the answer as far as it has come; `undefined` once it has passed. */
  #headSoFar: Buffer | undefined = Buffer.alloc(0)

  constructor(head: RequestHead, upstream: Socket, downstream: Socket) {
    this.head = head
    this.#upstream = upstream
    this.#downstream = downstream
    this.tap = new Tap(upstream)
  }

  /** Sends the request on, with one header more. */
  forward(name: string, value: string, listener: ExchangeListener): void {
    this.#listener = listener
    this.#upstream.write(withHeader(this.head, name, value))
  }

  onBytes(bytes: Buffer): void {
    this.tap.push(bytes)
    this.#after(() => this.#pass(bytes))
  }

  onLeft(): void {
    this.#listener?.onLeft()
  }

  onEnd(): void {
    this.tap.push(null)
    this.#after(() => void this.#downstream.end())
  }

  /** The connection to the gateway broke, or was never there. */
  onBroken(failure: NodeJS.ErrnoException | undefined): void {
    // What came before is decoded first.
    this.#after(() => {
      this.tap.destroy(failure)
      this.#downstream.resetAndDestroy()
    })
  }

  /** Closes both connections. */
  leave(): void {
    this.#downstream.destroy()
    this.#upstream.destroy()
  }

  /** Leaves unread what the gateway writes from now on. */
  stopReading(): void {
    this.#upstream.pause()
  }

  #after(act: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      // The client on the tap decodes within this turn.
      await nextTurn()
      await this.#listener?.beforeForward()
      await act()
    })
  }

  async #pass(bytes: Buffer): Promise<void> {
    const { beforeBody, prefix = Buffer.alloc(0) } = this.#listener ?? {}
    if (this.#headSoFar === undefined) {
      this.#downstream.write(bytes)
      return
    }
    this.#headSoFar = Buffer.concat([this.#headSoFar, bytes])
    const end = this.#headSoFar.indexOf(END_OF_HEAD)
    if (end === -1) return
    const head = this.#headSoFar.subarray(0, end + END_OF_HEAD.length)
    const body = this.#headSoFar.subarray(head.length)
    this.#headSoFar = undefined
    this.#downstream.write(head)
    await beforeBody?.()
    this.#downstream.write(Buffer.concat([inBodyOf(head.toString('latin1'), prefix), body]))
  }
}

/** Bytes in the form that the body of this answer has; nothing where it has a fixed length. */
function inBodyOf(head: string, bytes: Buffer): Buffer {
  if (bytes.length === 0) return bytes
  if (/^transfer-encoding:.*chunked/im.test(head)) {
    return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
  }
  return /^content-length:/im.test(head) ? Buffer.alloc(0) : bytes
}

/** The end of a connection that an HTTP client of Node.js reads from. */
class Tap extends Duplex {
  readonly #upstream: Socket

  constructor(upstream: Socket) {
    super({ allowHalfOpen: true })
    this.#upstream = upstream
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
  }

  override _final(done: () => void): void {
    this.#upstream.end()
    done()
  }

  /** The client is done with the answer: the connection stays the browser's. */
  destroySoon(): void {
    this.destroy()
  }

  resetAndDestroy(): void {
    this.#upstream.resetAndDestroy()
    this.destroy()
  }
}
