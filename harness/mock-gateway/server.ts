import { SEND_PATH } from '../contract/paths.ts'
import { FirstSend } from '../mock-backend/index.ts'
import { parseJson } from '../util/parse-json.ts'
import { type BackendAnswer, type BackendRequest, CallbackServer } from '../wire/http-server.ts'
import type { MockGateway } from './mock-gateway.ts'

/** The real port of the mock gateway, where the backend under test sends events: shared by one scenario after another. */
export class MockGatewayServer implements AsyncDisposable {
  readonly #server: CallbackServer
  readonly #gateways = new Set<MockGateway>()
  readonly firstSend = new FirstSend()
  #wasAsked = false
  /** Of scenarios that are over. */
  readonly #formerTokens = new Set<unknown>()

  private constructor(server: CallbackServer) {
    this.#server = server
  }

  /** @param port 0 takes any free one */
  static async listen(host: string, port: number): Promise<MockGatewayServer> {
    const found: { port?: MockGatewayServer } = {}
    const server = await CallbackServer.listen(
      async request => (await found.port?.answer(request)) ?? refusal(503, 'not ready'),
      host,
      port,
    )
    found.port = new MockGatewayServer(server)
    return found.port
  }

  get address(): string {
    return `http://${this.#server.host}:${this.#server.port}`
  }

  /** Whether a send has ever reached it, to whatever path; a backend may ask for its health and send elsewhere. */
  get wasSentTo(): boolean {
    return this.firstSend.hasArrived
  }

  /** Whether a GET has ever reached it, e.g. for its health. */
  get wasAsked(): boolean {
    return this.#wasAsked
  }

  /** Lets a scenario's gateway answer sends to its tokens; the latest one also gets sends to unknown tokens. */
  attach(gateway: MockGateway): Disposable {
    this.#gateways.add(gateway)
    return {
      [Symbol.dispose]: () => {
        this.#gateways.delete(gateway)
        for (const { token } of gateway.streams) this.#formerTokens.add(token)
      },
    }
  }

  /** From now on, sends to a token reach no scenario's gateway. */
  disown(token: string): void {
    this.#formerTokens.add(token)
  }

  /** Runs `act` while the gateway's port is closed. */
  async whileGone<Result>(act: () => Promise<Result>): Promise<Result> {
    await this.#server.goAway()
    try {
      return await act()
    } finally {
      await this.#server.comeBack()
    }
  }

  async answer(request: BackendRequest): Promise<BackendAnswer> {
    if (request.method !== 'GET') this.firstSend.arrive()
    else this.#wasAsked = true
    const path = request.target.split('?', 1)[0]
    if (path === '/healthz' || path === '/readyz') return refusal(200, undefined)
    const token = tokenIn(request.body)
    if (this.#formerTokens.has(token)) return refusal(404, 'Token not found')
    const gateways = [...this.#gateways]
    const gateway = gateways.find(one => one.owns(token)) ?? gateways.at(-1)
    if (path !== SEND_PATH) {
      gateway?.timeline.note(
        `the gateway is asked for ${request.method} ${request.target}, which it does not have`,
      )
      return refusal(404, 'Not found')
    }
    return gateway === undefined ? refusal(404, 'Token not found') : gateway.answer(request)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]()
  }
}

function refusal(status: number, error: string | undefined): BackendAnswer {
  const body = JSON.stringify(error === undefined ? { status: 'ok' } : { error })
  return { status, headers: { 'content-type': 'application/json' }, body }
}

function tokenIn(body: string): unknown {
  return (parseJson(body) as { token?: unknown } | null | undefined)?.token
}
