import type { ConnectionRegistry } from './connection-registry.ts'
import { faulty } from './faults.ts'
import { KeyedQueue } from './keyed-queue.ts'

/** The payload of a `version` event. */
export interface VersionEvent {
  readonly version: string
  readonly changelog?: string
}

/** Whether an announcement reached a client's stream or waits for the client to connect. */
export interface Announcement {
  readonly delivered: boolean
  readonly status: 'delivered' | 'queued'
}

/** Announcements of new frontend versions, per request id. */
export class VersionService {
  readonly #connections: ConnectionRegistry
  readonly #pending = new Map<string, VersionEvent[]>()
  readonly #order = new KeyedQueue()

  constructor(connections: ConnectionRegistry) {
    this.#connections = connections
  }

  /** Announces a version to one client: at once when it is connected, else when it connects. */
  announce(requestId: string, version: string, changelog?: string): Promise<Announcement> {
    const event: VersionEvent = { version, ...(changelog ? { changelog } : {}) }
    return this.#order.run(requestId, async () => {
      this.#pending.set(requestId, [...this.pending(requestId), event])
      const connected = this.#connections.has(identifierOf(requestId)) && !faulty('queues-always')
      if (connected) await this.#flush(requestId)
      const delivered = !this.pending(requestId).includes(event) || faulty('reports-queued-as-delivered')
      return { delivered, status: delivered ? 'delivered' : 'queued' }
    })
  }

  /** What waits for this client, oldest first. */
  pending(requestId: string): readonly VersionEvent[] {
    return this.#pending.get(requestId) ?? []
  }

  /** A client has come. Sends it what is pending before resolving: inside the connect callback, that is. */
  async connect(requestId: string, token: string, url: string): Promise<void> {
    await this.#connections.connect(identifierOf(requestId), token, url)
    await this.#order.run(requestId, () => {
      if (faulty('drops-pending')) this.#pending.delete(requestId)
      if (faulty('reverses-pending')) this.#pending.set(requestId, this.pending(requestId).toReversed())
      return this.#flush(requestId)
    })
  }

  /** Stops at the first event that is not accepted: it and all after it stay pending, still in order. */
  async #flush(requestId: string): Promise<void> {
    const events = this.pending(requestId)
    const send = (event: VersionEvent): Promise<boolean> =>
      this.#connections.send(identifierOf(requestId), 'version', event)
    let sent = 0
    if (faulty('sends-concurrently')) sent = (await Promise.all(events.map(send))).length
    for (const event of events.slice(sent)) {
      if (!(await send(event)) && !faulty('drops-version-on-failed-send')) break
      sent += 1
    }
    if (sent === events.length) this.#pending.delete(requestId)
    else this.#pending.set(requestId, events.slice(sent))
  }
}

function identifierOf(requestId: string): string {
  return `version:${requestId}`
}
