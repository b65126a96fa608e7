import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { waitUntil } from '../process/index.ts'

/** The bound of every wait in these tests, in milliseconds: below the one of a whole test, so that waits speak first. */
export const LIMIT_MS = 4_000

/** One connection that a client made, seen and answered byte by byte. */
export class RawConnection {
  /** The head of the request, with its trailing empty line. */
  request = ''
  /** How the client left: `end` for a FIN, else the code of the error. */
  left: string | undefined
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', bytes => {
      this.request += bytes.toString('latin1')
    })
    socket.on('end', () => {
      this.left ??= 'end'
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.left ??= error.code ?? error.message
    })
  }

  get isGone(): boolean {
    return this.#socket.closed
  }

  get isAsked(): boolean {
    return this.request.endsWith('\r\n\r\n')
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  /** Opens an event stream in chunked encoding; `chunk` and `lastChunk` go on from there. */
  openStream(): void {
    this.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n')
  }

  /** Node hands every HTTP chunk over by itself, whatever TCP made of them. */
  chunk(bytes: string | Buffer): void {
    const body = Buffer.from(bytes)
    this.write(Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]))
  }

  lastChunk(): void {
    this.write('0\r\n\r\n')
  }

  /** Sends a FIN. */
  end(): void {
    this.#socket.end()
  }

  /** Sends a RST. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }
}

/** A server for tests that sends exactly the given bytes, however wrong, and observes how clients leave. */
export class RawServer implements AsyncDisposable {
  readonly connections: RawConnection[] = []
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  private constructor() {
    this.#server = createServer(socket => {
      this.#sockets.add(socket)
      this.connections.push(new RawConnection(socket))
    })
  }

  static async listen(): Promise<RawServer> {
    const server = new RawServer()
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject)
      server.#server.listen(0, '127.0.0.1', resolve)
    })
    return server
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The `count`-th connection, once its request has come. */
  asked(count = 1): Promise<RawConnection> {
    return waitUntil(
      `request number ${count}`,
      () => {
        const connection = this.connections[count - 1]
        return connection?.isAsked ? connection : undefined
      },
      { limitMs: LIMIT_MS },
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
