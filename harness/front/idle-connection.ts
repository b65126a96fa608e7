import { connect, type Socket } from 'node:net'
import { waitUntil } from '../process/index.ts'

const LIMIT_MS = 15_000

/**
 * A connection to a proxy that has had its answer and asks nothing more. A process of the proxy that is to end closes
 * such connections first, and so shows that it takes no more requests.
 */
export class IdleConnection implements Disposable {
  readonly #socket: Socket
  #received = ''
  #isClosed = false

  private constructor(address: string) {
    const { hostname, port } = new URL(address)
    this.#socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
    this.#socket.setEncoding('latin1').on('data', (text: string) => {
      this.#received += text
    })
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.#isClosed = true
    })
  }

  /** Asks once, and waits for the answer. */
  static async open(address: string): Promise<IdleConnection> {
    const connection = new IdleConnection(address)
    connection.#socket.write('HEAD /healthz HTTP/1.1\r\nHost: front\r\n\r\n')
    await waitUntil('the reverse proxy to answer', () => connection.#received.includes('\r\n\r\n'), {
      limitMs: LIMIT_MS,
      lastSeen: () => connection.#received,
    })
    return connection
  }

  async closedByOther(): Promise<void> {
    await waitUntil('the reverse proxy to close a connection that is idle', () => this.#isClosed, {
      limitMs: LIMIT_MS,
      lastSeen: () => 'an open connection',
    })
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}
