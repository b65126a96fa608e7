import type { SendCommand } from '../../contract/index.ts'
import { faulty } from './faults.ts'
import type { GatewayClient, SendOutcome } from './gateway-client.ts'
import { KeyedQueue } from './keyed-queue.ts'
import type { GatewayMetrics } from './metrics.ts'

/** What the registry needs from its surroundings. */
export interface ConnectionRegistryOptions {
  readonly gateway: GatewayClient
  readonly metrics: GatewayMetrics
  readonly log: (line: string) => void
}

/** The one connection an identifier has. */
export interface Connection {
  readonly token: string
  /** The request target the client asked for. */
  readonly url: string
}

/**
 * The Flask application's ConnectionManager: which gateway token belongs to which identifier (`task:42`,
 * `version:abc`), and the way back. One connection per identifier.
 */
export class ConnectionRegistry {
  readonly #gateway: GatewayClient
  readonly #metrics: GatewayMetrics
  readonly #log: (line: string) => void
  readonly #connections = new Map<string, Connection>()
  readonly #identifiers = new Map<string, string>()
  readonly #connects = new KeyedQueue()
  readonly #sends = new KeyedQueue()
  readonly #unclosed = new Map<string, string>()
  /** Not locked, except with a fault. */
  readonly lock = new KeyedQueue()

  constructor({ gateway, metrics, log }: ConnectionRegistryOptions) {
    this.#gateway = gateway
    this.#metrics = metrics
    this.#log = log
  }

  has(identifier: string): boolean {
    return this.#connections.has(identifier)
  }

  find(identifier: string): Connection | undefined {
    return this.#connections.get(identifier)
  }

  /** Registers a connection; one that held the identifier before is closed first, whatever comes of that. */
  connect(identifier: string, token: string, url: string): Promise<void> {
    const connect = async (): Promise<void> => {
      const former = this.#connections.get(identifier)
      if (former !== undefined && former.token !== token) {
        if (faulty('ignores-reconnect')) return
        const replace = (): Promise<boolean> => this.#replace(identifier, former.token, token)
        const closed = await (faulty('close-under-lock') ? this.lock.run('', replace) : replace())
        if (!closed && faulty('keeps-connection-on-failed-close')) return
      }
      if (!this.#connections.has(identifier)) this.#metrics.changeActive(serviceOf(identifier), 1)
      this.#connections.set(identifier, { token, url })
      this.#identifiers.set(token, identifier)
      this.#metrics.countConnection(serviceOf(identifier), 'connect')
      this.#log(`${identifier} connected with token ${token} (${url})`)
    }
    return faulty('unsynchronized-connects') ? connect() : this.#connects.run(identifier, connect)
  }

  /**
   * Forgets the connection of this token; an unknown token, or one that was replaced, is ignored.
   * @returns whether it was known
   */
  disconnect(token: string): boolean {
    const identifier = this.#identifiers.get(token)
    if (identifier === undefined) {
      this.#log(`ignored the disconnect of token ${token}: it is unknown or was replaced`)
      return false
    }
    if (!faulty('ignores-disconnect')) this.#forget(identifier, token)
    this.#metrics.countConnection(serviceOf(identifier), 'disconnect')
    this.#log(`${identifier} disconnected, token ${token}`)
    return true
  }

  /**
   * Sends one event, after every earlier send of the same identifier has been answered. Never retries.
   *
   * @param payload becomes the event's `data` as JSON
   * @returns whether the gateway accepted it; never rejects for what the gateway does
   */
  send(
    identifier: string,
    name: string,
    payload: unknown,
    { close = false }: { close?: boolean } = {},
  ): Promise<boolean> {
    const event = { name, data: faulty('sends-objects') ? (payload as string) : JSON.stringify(payload) }
    const send = async (): Promise<boolean> => {
      // A replacement that is under way decides first which token the event is for.
      await this.#connects.settled(identifier)
      const token = this.#connections.get(identifier)?.token
      if (token === undefined) {
        this.#log(`did not send ${name} to ${identifier}: it has no connection`)
        return false
      }
      return this.#deliver(identifier, { token, event, ...(close ? { close } : {}) })
    }
    return faulty('sends-concurrently') ? send() : this.#sends.run(identifier, send)
  }

  async #deliver(identifier: string, command: SendCommand): Promise<boolean> {
    const service = serviceOf(identifier)
    const began = performance.now()
    const outcome = await this.#submit(command)
    const accepted = isAccepted(outcome)
    if (accepted || !faulty('observes-successes-only'))
      this.#metrics.observeSend(service, (performance.now() - began) / 1000)
    this.#metrics.countEvent(service, accepted ? 'success' : 'error')
    await this.#closeLate(identifier)
    if (accepted) return true
    const unknown = 'status' in outcome && outcome.status === 404 && !faulty('keeps-stale-mapping')
    const consequence = unknown || faulty('drops-connection-on-failure') ? '; its connection is dropped' : ''
    if (consequence !== '') this.#forget(identifier, command.token)
    this.#log(`${command.event?.name} for ${identifier} was not accepted: ${describe(outcome)}${consequence}`)
    return false
  }

  /** @returns whether the gateway has closed the former one, or does not know it */
  async #replace(identifier: string, former: string, token: string): Promise<boolean> {
    if (faulty('closes-late')) this.#unclosed.set(identifier, former)
    if (faulty('no-close-on-replace') || faulty('closes-late')) return true
    this.#log(`${identifier} is replaced: closing token ${former} before registering ${token}`)
    const outcome = await this.#submit({ token: former, close: true })
    if (faulty('closes-twice')) await this.#submit({ token: former, close: true })
    const closed = 'status' in outcome && (outcome.status === 200 || outcome.status === 404)
    if (!closed) {
      this.#log(`closing token ${former} of ${identifier} failed: ${describe(outcome)}; going on without it`)
    }
    this.#identifiers.delete(former)
    return closed
  }

  /** What the fault `closes-late` has put off. */
  async #closeLate(identifier: string): Promise<void> {
    const former = this.#unclosed.get(identifier)
    this.#unclosed.delete(identifier)
    if (former !== undefined) await this.#submit({ token: former, close: true })
  }

  async #submit(command: SendCommand): Promise<SendOutcome> {
    try {
      const outcome = await this.#gateway.send(command)
      if (faulty('retries-later') && !isAccepted(outcome)) {
        setTimeout(() => void this.#gateway.send(command).catch(() => undefined), 100)
      }
      const again = faulty('retries-sends') && !isAccepted(outcome)
      return again ? await this.#gateway.send(command) : outcome
    } catch (failure) {
      return { unreachable: failure instanceof Error ? failure.message : String(failure) }
    }
  }

  #forget(identifier: string, token: string): void {
    this.#identifiers.delete(token)
    // By now the identifier may belong to a newer token, which is none of this one's business.
    if (this.#connections.get(identifier)?.token !== token) return
    this.#connections.delete(identifier)
    this.#metrics.changeActive(serviceOf(identifier), -1)
  }
}

function serviceOf(identifier: string): string {
  const [service = identifier] = identifier.split(':', 1)
  return service
}

function isAccepted(outcome: SendOutcome): boolean {
  return 'status' in outcome && outcome.status === 200
}

function describe(outcome: SendOutcome): string {
  return 'status' in outcome
    ? `the gateway answered ${outcome.status}`
    : `the gateway is unreachable (${outcome.unreachable})`
}
