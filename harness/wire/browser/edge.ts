import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { EdgeConnection } from './edge-connection.ts'
import { PAGE_DOCUMENT, PAGE_PATH } from './page-script.ts'
import type { RequestOwner } from './request-owner.ts'

/**
 * The browser's side of the client edge: every host name `*.localhost` of the browser leads here. A request is
 * recognised by its host name and target, gets the header that names its stream, and is forwarded to the gateway; all
 * other bytes pass unchanged.
 */
export class BrowserEdge implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #owners = new Map<string, RequestOwner>()

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      new EdgeConnection(socket, request => {
        if (request.target === PAGE_PATH) return { document: PAGE_DOCUMENT }
        return this.#owners.get(keyOf(request.host, request.target)) ?? 'unknown'
      })
    })
  }

  static async listen(): Promise<BrowserEdge> {
    const edge = new BrowserEdge()
    await new Promise<void>((resolve, reject) => {
      edge.#server.once('error', reject)
      edge.#server.listen(0, '127.0.0.1', () => resolve())
    })
    return edge
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Lets `owner` have the requests for a target at a host name, until it is disposed of. */
  expect(host: string, target: string, owner: RequestOwner): Disposable {
    const key = keyOf(`${host}:${this.port}`, target)
    this.#owners.set(key, owner)
    return {
      [Symbol.dispose]: () => {
        if (this.#owners.get(key) === owner) this.#owners.delete(key)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise(resolve => this.#server.close(resolve))
  }
}

function keyOf(host: string, target: string): string {
  return `${host} ${target}`
}
