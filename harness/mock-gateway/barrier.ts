import type { Timeline } from '../timeline/index.ts'
import type { ReceivedSend } from './received-send.ts'

/** Keeps answers to sends back until it is opened. */
export class SendBarrier {
  readonly #timeline: Timeline
  readonly #waitingFor: string
  readonly #opened = Promise.withResolvers<void>()
  readonly #held: ReceivedSend[] = []
  #isOpen = false

  /** @param waitingFor the end of the sentence "waited for …", when no send comes */
  constructor(timeline: Timeline, waitingFor: string) {
    this.#timeline = timeline
    this.#waitingFor = waitingFor
  }

  /** Whether a send waits here for its answer, and the backend has not given it up. */
  get holds(): boolean {
    return !this.#isOpen && this.#held.some(({ settled }) => settled === undefined)
  }

  /** The sends that were held back, opened or not. */
  get held(): readonly ReceivedSend[] {
    return this.#held
  }

  /** Resolves when a send has come. @throws WaitExpired when none does */
  async reached(): Promise<void> {
    await this.#timeline.waitUntil({
      for: this.#waitingFor,
      until: () => (this.#held.length > 0 ? true : undefined),
    })
  }

  open(): void {
    if (this.#isOpen) return
    if (this.holds) this.#timeline.note('the gateway now answers what it held back')
    this.#isOpen = true
    this.#opened.resolve()
  }

  pass(received: ReceivedSend): Promise<void> {
    this.#held.push(received)
    if (!this.#isOpen) this.#timeline.note('the gateway holds back its answer, as the scenario wants it')
    return this.#opened.promise
  }
}
