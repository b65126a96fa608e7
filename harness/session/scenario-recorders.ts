import type { CallbackRecorder } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'

/** More than any run has scenarios. */
const MAX_RECORDERS = 1_000

/** The recorders of the scenarios of a session: each gets its own callbacks, the current one also unmatched ones. */
export class ScenarioRecorders {
  readonly #recorders = new Set<CallbackRecorder>()
  #current: CallbackRecorder | undefined

  /** The timeline of the current scenario; `undefined` between scenarios. */
  get timeline(): Timeline | undefined {
    return this.#current?.timeline
  }

  /** Adds a recorder and makes it the current one. */
  attach(recorder: CallbackRecorder): Disposable {
    this.#recorders.add(recorder)
    this.#current = recorder
    return { [Symbol.dispose]: () => void this.#detach(recorder) }
  }

  /** The recorder that owns a callback or send; the current one where none does. */
  ownerOf(isOwner: (recorder: CallbackRecorder) => boolean): CallbackRecorder | undefined {
    return [...this.#recorders].reverse().find(isOwner) ?? this.#current
  }

  /**
   * Late callbacks of a finished scenario still find it; only its place as the current one ends. A scenario that runs
   * for hours must not keep all its records.
   */
  #detach(recorder: CallbackRecorder): void {
    if (this.#current === recorder) this.#current = undefined
    const [oldest] = this.#recorders
    if (this.#recorders.size > MAX_RECORDERS && oldest !== undefined) this.#recorders.delete(oldest)
  }
}
