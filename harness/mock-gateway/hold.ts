import type { Timeline } from '../timeline/index.ts'

/** Keeps answers to sends back until it is opened, and tells when the first send stands before it. */
export class Hold {
  readonly #timeline: Timeline
  readonly #opened = Promise.withResolvers<void>()
  #arrivals = 0
  #isOpen = false

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** How many sends wait for their answer. */
  get waiting(): number {
    return this.#isOpen ? 0 : this.#arrivals
  }

  /** Resolves when a send has come, opened or not. @throws WaitExpired when none does */
  async reached(): Promise<void> {
    await this.#timeline.waitUntil({
      for: 'the backend to make the send that is to be held back',
      until: () => (this.#arrivals > 0 ? true : undefined),
    })
  }

  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    if (this.#arrivals > 0) this.#timeline.note('the gateway now answers what it held back')
    this.#opened.resolve()
  }

  pass(): Promise<void> {
    this.#arrivals += 1
    if (!this.#isOpen) this.#timeline.note('the gateway holds back its answer, as the scenario wants it')
    return this.#opened.promise
  }
}
