import { Barrier } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { ReceivedSend } from './received-send.ts'

/** Holds back the answers to sends until it is opened. */
export class SendBarrier extends Barrier<ReceivedSend> {
  readonly #timeline: Timeline

  /** @param waitingFor the end of the sentence "waited for …", when no send comes */
  constructor(timeline: Timeline, waitingFor: string) {
    super({
      timeline,
      waitingFor,
      onArrival: () => {
        if (!this.isOpen) timeline.note('the gateway holds back its answer, as the scenario wants it')
      },
    })
    this.#timeline = timeline
  }

  /** Whether a send waits here for its answer, and the backend has not given it up. */
  get holds(): boolean {
    return !this.isOpen && this.held.some(({ settled }) => settled === undefined)
  }

  override open(): void {
    if (this.holds) this.#timeline.note('the gateway now answers what it held back')
    super.open()
  }
}
