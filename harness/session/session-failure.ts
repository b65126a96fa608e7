import { NotTestableError } from '../util/errors.ts'
import { MAX_SILENCES } from './limits.ts'

/** The reason why nothing more can be tested in a session, once there is one. */
export class SessionFailure {
  #error: unknown
  #hasGivenUp = false
  #silences = 0

  /** Whether something could be tested at first. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp
  }

  /** @throws the reason, where there is one */
  throwIfAny(): void {
    if (this.#error !== undefined) throw this.#error
  }

  /** Keeps an error of a start: every later scenario fails with it. */
  keep(error: unknown): void {
    this.#error = error
  }

  /** Ends the session for the reason given. */
  giveUp(reason: string): void {
    this.#hasGivenUp = true
    this.#error = new NotTestableError(reason)
  }

  /** Counts that a party lives and answers nothing; gives up after the last one allowed. */
  countSilence(party: 'gateway' | 'backend'): void {
    this.#silences += 1
    if (this.#silences < MAX_SILENCES) return
    this.giveUp(`The ${party} stopped answering ${MAX_SILENCES} times; the rest was not tried.`)
  }
}
