import type { ConnectAnswer } from '../../contract/payloads.ts'
import { ConnectionRegistry } from './connection-registry.ts'
import { faulty } from './faults.ts'
import type { GatewayClient } from './gateway-client.ts'
import { InvalidPayloadError } from './invalid-payload.ts'
import { GatewayMetrics } from './metrics.ts'
import { type ReceivedCallback, readCallback } from './received-callback.ts'
import { routeOf } from './stream-route.ts'
import { TaskService } from './task-service.ts'
import { VersionService } from './version-service.ts'

/** How a backend is set up. */
export interface BackendApplicationOptions {
  readonly gateway: GatewayClient
  /** In production callbacks need the secret, and there are no test hooks. */
  readonly production?: boolean
  /** What `?secret=` has to be in production. Without one, every callback is refused there. */
  readonly callbackSecret?: string
  readonly log?: (line: string) => void
  readonly now?: () => Date
  /** What accepted connect callbacks are answered with; `connection_open` unless said otherwise. */
  readonly connectAnswer?: () => ConnectAnswer
}

/** What the backend answers, as JSON. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

// The data's spacing is the Flask application's, byte for byte.
export const CONNECTION_OPEN = {
  event: { name: 'connection_open', data: '{"status": "connected"}' },
} as const

/** The Flask application's behaviour, in process: no port, and no timer but that of a task run with a delay. */
export class BackendApplication implements Disposable {
  readonly connections: ConnectionRegistry
  readonly tasks: TaskService
  readonly versions: VersionService
  readonly metrics = new GatewayMetrics()
  readonly gateway: GatewayClient
  readonly production: boolean
  readonly log: (line: string) => void
  readonly #callbackSecret: string | undefined
  readonly #connectAnswer: () => ConnectAnswer

  constructor({
    gateway,
    production = false,
    callbackSecret,
    log = () => undefined,
    now = () => new Date(),
    connectAnswer = () => CONNECTION_OPEN,
  }: BackendApplicationOptions) {
    this.gateway = gateway
    this.production = production
    this.#callbackSecret = callbackSecret
    this.log = log
    this.#connectAnswer = connectAnswer
    this.connections = new ConnectionRegistry({ gateway, metrics: this.metrics, log })
    this.tasks = new TaskService({ connections: this.connections, now })
    this.versions = new VersionService(this.connections)
  }

  /** Whether a callback with this secret is let in. Outside production none is asked for. */
  admits(secret: string | null): boolean {
    if (this.production ? faulty('accepts-any-secret') : !faulty('requires-secret-everywhere')) return true
    if (!this.#callbackSecret) this.log('refused a callback: production needs a callback secret, none is set')
    return Boolean(this.#callbackSecret) && secret === this.#callbackSecret && !faulty('refuses-right-secret')
  }

  /** What a callback that is not let in is answered. */
  unauthorized(): Answer {
    const leak = faulty('leaks-secret') ? `: expected the secret ${this.#callbackSecret}` : ''
    if (leak !== '') this.log(`refused a callback${leak}`)
    return { status: 401, body: { error: `Unauthorized${leak}` } }
  }

  /**
   * Answers one callback of the gateway.
   *
   * @param payload the body, parsed but not yet validated
   * @param secret the callback URL's `secret`
   */
  async handleCallback(payload: unknown, secret: string | null = null): Promise<Answer> {
    if (!this.admits(secret)) return this.unauthorized()
    if (faulty('logs-headers')) this.log(`a callback for ${JSON.stringify(payload)}`)
    await this.connections.lock.settled('')
    try {
      const callback = readCallback(payload)
      return callback.action === 'connect' ? await this.#connect(callback) : this.#disconnect(callback)
    } catch (failure) {
      if (failure instanceof InvalidPayloadError) return this.#refuse(failure.message, payload)
      throw failure
    }
  }

  /** Stops what runs by itself. */
  [Symbol.dispose](): void {
    this.tasks[Symbol.dispose]()
  }

  async #connect({ token, url, headers }: ReceivedCallback): Promise<Answer> {
    const route = routeOf(url)
    if ('error' in route) return this.#refuse(route.error, headers)
    const service = route.service === 'task' ? this.tasks : this.versions
    const connect = (): Promise<void> => service.connect(route.id, token, url)
    await (faulty('sends-under-lock') ? this.connections.lock.run('', connect) : connect())
    return { status: 200, body: faulty('no-connection-open') ? {} : { ...this.#connectAnswer() } }
  }

  #disconnect({ token, url }: ReceivedCallback): Answer {
    const route = routeOf(url)
    if ('error' in route) this.log(`ignored the disconnect of token ${token}: ${route.error}`)
    else {
      const stale = faulty('applies-stale-disconnect') ? `${route.service}:${route.id}` : ''
      if (this.connections.disconnect(this.connections.find(stale)?.token ?? token))
        return { status: 200, body: {} }
    }
    return { status: faulty('refuses-unknown-disconnects') ? 404 : 200, body: {} }
  }

  /** @param received what was refused, for a fault that repeats it */
  #refuse(error: string, received: unknown): Answer {
    this.log(`refused a callback: ${error}`)
    const repeated = faulty('repeats-headers') ? `: ${JSON.stringify(received)}` : ''
    return { status: 400, body: { error: `${error}${repeated}` } }
  }
}
