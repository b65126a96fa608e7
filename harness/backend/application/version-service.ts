import type { ConnectionRegistry } from './connection-registry.ts'
import { OrderedByKey } from './ordered-by-key.ts'

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
  readonly #order = new OrderedByKey()

  constructor(connections: ConnectionRegistry) {
    this.#connections = connections
  }

  /** Announces a version to one client: at once when it is connected, else when it connects. */
  announce(requestId: string, version: string, changelog?: string): Promise<Announcement> {
    const event: VersionEvent = { version, ...(changelog ? { changelog } : {}) }
    return this.#order.run(requestId, async () => {
      this.#pending.set(requestId, [...this.pending(requestId), event])
      if (this.#connections.has(identifierOf(requestId))) await this.#flush(requestId)
      const delivered = !this.pending(requestId).includes(event)
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
    await this.#order.run(requestId, () => this.#flush(requestId))
  }

  /** Stops at the first event that is not accepted: it and all behind it stay pending, still in order. */
  async #flush(requestId: string): Promise<void> {
    const events = this.pending(requestId)
    let sent = 0
    for (const event of events) {
      if (!(await this.#connections.send(identifierOf(requestId), 'version', event))) break
      sent += 1
    }
    if (sent === events.length) this.#pending.delete(requestId)
    else this.#pending.set(requestId, events.slice(sent))
  }
}

function identifierOf(requestId: string): string {
  return `version:${requestId}`
}
