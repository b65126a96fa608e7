import type { Timeline } from '../timeline/index.ts'

interface BarrierOptions {
  readonly timeline: Timeline
  /** What has to arrive; completes "waited for …". */
  readonly waitingFor: string
  /** Called at every arrival. */
  readonly onArrival: () => void
}

/** Holds back everything that arrives until it is opened. */
export class Barrier<Held = void> {
  readonly #options: BarrierOptions
  readonly #opened = Promise.withResolvers<void>()
  readonly #held: Held[] = []
  #isOpen = false

  constructor(options: BarrierOptions) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Everything that has arrived, also after the barrier was opened. */
  get held(): readonly Held[] {
    return this.#held
  }

  /** Resolves after `count` arrivals. @throws WaitTimeoutError */
  async reached(count = 1): Promise<void> {
    const { timeline, waitingFor } = this.#options
    await timeline.waitUntil({
      for: waitingFor,
      until: () => (this.#held.length >= count ? true : undefined),
    })
  }

  open(): void {
    this.#isOpen = true
    this.#opened.resolve()
  }

  /** Resolves when the barrier is open. */
  pass(arrival: Held): Promise<void> {
    this.#held.push(arrival)
    this.#options.onArrival()
    return this.#opened.promise
  }
}
