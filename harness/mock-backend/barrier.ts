import type { Timeline } from '../timeline/index.ts'

/** Holds back whoever wants to pass until it is opened, and tells when the first one stands before it. */
export class Barrier {
  readonly #timeline: Timeline
  readonly #waitingFor: string
  readonly #opened = Promise.withResolvers<void>()
  #arrivals = 0

  constructor(timeline: Timeline, waitingFor: string) {
    this.#timeline = timeline
    this.#waitingFor = waitingFor
  }

  /** Resolves when `count` have come to the gate, opened or not. */
  reached(count = 1): Promise<void> {
    return this.#timeline
      .waitUntil({ for: this.#waitingFor, until: () => (this.#arrivals >= count ? true : undefined) })
      .then(() => undefined)
  }

  open(): void {
    this.#opened.resolve()
  }

  pass(): Promise<void> {
    this.#arrivals += 1
    this.#timeline.record({ kind: 'callback-held' })
    return this.#opened.promise
  }
}
