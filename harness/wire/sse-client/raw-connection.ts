import { connect, type Socket } from 'node:net'
import type { Timeline } from '../../timeline/index.ts'
import { RawConnectionView } from './raw-connection-view.ts'

let count = 0

/** A bare connection to the gateway, for what no HTTP client would say. Records every byte that goes over it. */
export class RawConnection extends RawConnectionView {
  readonly #socket: Socket

  /** @param origin e.g. `http://127.0.0.1:3000` */
  constructor(timeline: Timeline, origin: string) {
    count += 1
    super(timeline, count)
    const { hostname, port } = new URL(origin)
    this.#socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
    this.#socket.on('data', bytes => {
      timeline.record({ kind: 'line-received', line: this.number, bytes })
    })
    let failure: string | undefined
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message
    })
    this.#socket.on('close', () => {
      const how = failure === undefined ? 'closed' : failure === 'ECONNREFUSED' ? 'refused' : 'reset'
      timeline.record({ kind: 'line-ended', line: this.number, how })
    })
  }

  write(text: string | Buffer): void {
    const bytes = Buffer.from(text as string)
    this.timeline.record({ kind: 'line-sent', line: this.number, bytes })
    this.#socket.write(bytes)
  }

  /** Waits until the gateway has closed the connection. */
  async closed(): Promise<void> {
    await this.timeline.waitUntil({
      for: 'the gateway to close the connection',
      until: () => (this.ended === undefined ? undefined : true),
      lastSeen: () =>
        this.received === '' ? 'nothing came back' : JSON.stringify(this.received.slice(0, 80)),
    })
  }

  /** Waits until the gateway has closed the connection; hangs up where it keeps it, as it may. */
  async over(): Promise<void> {
    await this.closed().catch(() => this.destroy())
  }

  /** Waits for the heads of so many answers, or the end of the connection. */
  async answered(answers = 1): Promise<void> {
    await this.timeline.waitUntil({
      for: `${answers === 1 ? 'an answer' : `${answers} answers`} on the connection`,
      until: () => (this.statuses.length >= answers || this.ended !== undefined ? true : undefined),
      lastSeen: () => `answers with ${this.statuses.join(', ') || 'no status'}`,
    })
  }

  destroy(): void {
    this.#socket.destroy()
  }

  reset(): void {
    this.timeline.record({
      kind: 'note',
      text: 'the client resets its bare connection',
      isBare: true,
    })
    this.#socket.resetAndDestroy()
  }
}
