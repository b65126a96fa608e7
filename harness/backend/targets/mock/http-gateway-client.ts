import { Agent, request } from 'node:http'
import { SEND_PATH } from '../../../contract/paths.ts'
import type { SendCommand } from '../../../contract/payloads.ts'
import { faulty, type GatewayClient, type SendOutcome } from '../../../mock-backend/application/index.ts'

/** Below the 5 s that a gateway waits for a callback, so that one which hangs in a send fails alone; milliseconds. */
const SEND_LIMIT_MS = 2_000

/** What `slow-sends` waits instead. */
const SLOW_SEND_LIMIT_MS = 30_000

/** Where `sends-to-fixed-address` sends; the port has no listener. */
const FIXED_ADDRESS = 'http://127.0.0.1:1'

/** How long `/healthz` may take, in milliseconds. */
const HEALTH_LIMIT_MS = 500

/** The gateway of the mock application where that is a process of its own. */
export class HttpGateway implements GatewayClient {
  readonly #address: string
  readonly #agent = new Agent({ keepAlive: true, timeout: 1_000 })

  constructor(address: string) {
    this.#address = address
  }

  send(command: SendCommand): Promise<SendOutcome> {
    const limitMs = faulty('slow-sends') ? SLOW_SEND_LIMIT_MS : SEND_LIMIT_MS
    const type = faulty('sends-as-text') ? 'text/plain' : 'application/json'
    return this.#ask('POST', SEND_PATH, limitMs, { 'content-type': type }, JSON.stringify(command))
  }

  async answers(): Promise<boolean> {
    return 'status' in (await this.#ask('GET', '/healthz', HEALTH_LIMIT_MS, {}, ''))
  }

  #ask(
    method: string,
    path: string,
    limitMs: number,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<SendOutcome> {
    return new Promise(resolve => {
      const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
      const isAstray = method === 'POST' && faulty('sends-to-fixed-address')
      const exchange = request(new URL(path, isAstray ? FIXED_ADDRESS : this.#address), {
        method,
        agent: this.#agent,
        headers: { ...headers, ...length },
        signal: AbortSignal.timeout(limitMs),
      })
      exchange.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ unreachable: error.code ?? error.message }),
      )
      exchange.on('response', response => {
        response.resume()
        response.on('error', (error: Error) => resolve({ unreachable: error.message }))
        response.on('end', () => resolve({ status: response.statusCode ?? 0 }))
      })
      exchange.end(body)
    })
  }
}
