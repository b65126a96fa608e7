import { constants } from 'node:os'
import type { Interruption } from '../../conformance-run/build-result.ts'

/** npm passes on the Ctrl-C that the terminal has sent already; what comes so soon is the same one. Milliseconds. */
const ECHO_MS = 500

/** SIGINT, SIGTERM and SIGHUP, while a program runs: the end of whatever is held, else of the program. */
export class Signals implements Disposable {
  readonly #onInterrupt: (signal: Interruption) => void
  readonly #handle = (signal: Interruption): void => this.#heard(signal)
  #release: (() => void) | undefined
  #releasedAt = Number.NEGATIVE_INFINITY

  /** @param onInterrupt says what is known by then; the program ends behind it */
  constructor(onInterrupt: (signal: Interruption) => void) {
    this.#onInterrupt = onInterrupt
    process.on('SIGINT', this.#handle).on('SIGTERM', this.#handle).on('SIGHUP', this.#handle)
  }

  /** Waits for the next of them, which then ends nothing but this wait. */
  async untilOne(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#release = resolve
    })
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#handle).off('SIGTERM', this.#handle).off('SIGHUP', this.#handle)
  }

  #heard(signal: Interruption): void {
    if (this.#release !== undefined) {
      this.#release()
      this.#release = undefined
      this.#releasedAt = performance.now()
      return
    }
    if (performance.now() - this.#releasedAt < ECHO_MS) return
    this.#onInterrupt(signal)
    process.exit(128 + constants.signals[signal])
  }
}
