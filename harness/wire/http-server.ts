import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { waitUntil } from '../process/index.ts'

/** A request that reached the port, with its whole body. */
export interface BackendRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Aborted when the other side gives up before it got an answer. */
  readonly abandoned: AbortSignal
}

/** The answer; `drop` cuts the connection instead. */
export type BackendAnswer = OrdinaryAnswer | BareAnswer | 'drop'

export interface OrdinaryAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What comes after a body that is not finished: the connection is cut, or nothing more comes. */
  readonly unfinished?: 'cut' | 'silent'
  /** It does not come from the application. */
  readonly scripted?: true
}

/** Bytes in place of an HTTP answer, and the end of the connection. */
interface BareAnswer {
  readonly bare: string
}

export type BackendListener = (request: BackendRequest) => Promise<BackendAnswer>

/** An HTTP server whose listener may also break off or send raw bytes. */
export class CallbackServer implements AsyncDisposable {
  readonly host: string
  readonly #listener: BackendListener
  readonly #sockets = new Set<Socket>()
  #server: Server
  #port = 0

  private constructor(host: string, listener: BackendListener) {
    this.host = host
    this.#listener = listener
    this.#server = this.#create()
  }

  /** @param port 0 takes any free one */
  static async listen(listener: BackendListener, host = '127.0.0.1', port = 0): Promise<CallbackServer> {
    const server = new CallbackServer(host, listener)
    await server.#listen(port)
    return server
  }

  get port(): number {
    return this.#port
  }

  /** Cuts connections and refuses new ones, until `comeBack`. */
  async goAway(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  /** Listens again on the port that it had; another process may have it for a moment. */
  async comeBack(): Promise<void> {
    await waitUntil('our port to be free again', async () => {
      this.#server = this.#create()
      return this.#listen(this.#port).then(
        () => true,
        () => false,
      )
    })
  }

  /** Settles when the last connection is closed, or after a second. */
  async quiet(): Promise<void> {
    await waitUntil('the callbacks to be over', () => this.#sockets.size === 0, { limitMs: 1_000 }).catch(
      () => undefined,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.goAway()
  }

  #create(): Server {
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy())
    })
    return server.on('connection', socket => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, this.host, () => {
        this.#server.off('error', reject)
        this.#port = (this.#server.address() as AddressInfo).port
        resolve()
      })
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const abandoned = new AbortController()
    response.on('close', () => {
      if (!response.writableFinished) abandoned.abort()
    })
    const answer = await this.#listener({
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      abandoned: abandoned.signal,
    })
    deliver(answer, response)
  }
}

function deliver(answer: BackendAnswer, response: ServerResponse): void {
  if (answer === 'drop') {
    response.destroy()
  } else if ('bare' in answer) {
    response.socket?.end(answer.bare)
  } else if (answer.unfinished === undefined) {
    response.writeHead(answer.status, answer.headers).end(answer.body)
  } else {
    const announced = Buffer.byteLength(answer.body) + 1_000
    response.writeHead(answer.status, { ...answer.headers, 'content-length': announced })
    response.write(answer.body, () => {
      if (answer.unfinished === 'cut') response.destroy()
    })
  }
}
