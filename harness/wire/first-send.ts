import { setTimeout as elapsed } from 'node:timers/promises'

/** Whether a backend has sent anything yet, to where the gateway is for it. */
export class FirstSend {
  readonly #arrival = Promise.withResolvers<void>()
  #hasArrived = false
  #wait: Promise<void> | undefined

  get hasArrived(): boolean {
    return this.#hasArrived
  }

  arrive(): void {
    this.#hasArrived = true
    this.#arrival.resolve()
  }

  /** Whether it was waited for before. */
  get wasAwaited(): boolean {
    return this.#wait !== undefined
  }

  /** Waits for it, once and `limitMs` milliseconds at most. @returns whether it has arrived */
  async within(limitMs: number): Promise<boolean> {
    this.#wait ??= Promise.race([this.#arrival.promise, elapsed(limitMs, undefined, { ref: false })])
    await this.#wait
    return this.#hasArrived
  }
}
