import type { Play } from './player.ts'

/** A way in which it failed, and how often. */
export interface Failing {
  readonly headline: string
  readonly times: number
}

/** How often a scenario was played, and how often and how it failed. */
export class Tally {
  #played = 0
  readonly #failures = new Map<string, number>()

  /** @returns whether it failed */
  count(play: Play): boolean {
    this.#played += 1
    const headline = play.outcome?.verdict?.headline
    if (headline === undefined) return false
    this.#failures.set(headline, (this.#failures.get(headline) ?? 0) + 1)
    return true
  }

  get played(): number {
    return this.#played
  }

  get failed(): number {
    return [...this.#failures.values()].reduce((sum, times) => sum + times, 0)
  }

  /** The ways in which it failed, the most frequent first. */
  get failings(): readonly Failing[] {
    return [...this.#failures]
      .map(([headline, times]) => ({ headline, times }))
      .toSorted((a, b) => b.times - a.times)
  }

  /** E.g. `failed 3 of 200 (1.5 %)`. */
  get rate(): string {
    const percent = this.#played === 0 ? 0 : (100 * this.failed) / this.#played
    const digits = percent === 0 || percent >= 0.1 ? 1 : 3
    return `failed ${this.failed} of ${this.#played} (${percent.toFixed(digits)} %)`
  }
}
