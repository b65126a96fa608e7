/** Runs work one after another per key; different keys do not wait for each other. */
export class KeyedQueue {
  readonly #tails = new Map<string, Promise<void>>()

  /** Starts `work` once everything given earlier for `key` has settled. A failure goes to its own caller only. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = this.settled(key).then(work)
    const forget = (): void => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
    const tail: Promise<void> = result.then(forget, forget)
    this.#tails.set(key, tail)
    return result
  }

  /** Resolves once everything given so far for `key` has settled. */
  settled(key: string): Promise<void> {
    return this.#tails.get(key) ?? Promise.resolve()
  }
}
