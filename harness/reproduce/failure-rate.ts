import type { FindingId } from '../diagnosis/index.ts'
import type { ScenarioRun } from './repeated-run.ts'

/** A way in which it failed, and how often. */
export interface Failing {
  readonly finding: FindingId
  /** Its title, as of the last run that failed so. */
  readonly headline: string
  readonly times: number
}

/** How often a scenario ran, and how often and how it failed. */
export class Tally {
  #played = 0
  readonly #failures = new Map<FindingId, Failing>()

  /** @returns whether it failed */
  count(run: ScenarioRun): boolean {
    this.#played += 1
    const verdict = run.outcome?.verdict
    if (verdict === undefined) return false
    const { finding, headline } = verdict
    const { times } = this.#failures.get(finding) ?? { times: 0 }
    this.#failures.set(finding, { finding, headline, times: times + 1 })
    return true
  }

  get played(): number {
    return this.#played
  }

  get failed(): number {
    return [...this.#failures.values()].reduce((sum, { times }) => sum + times, 0)
  }

  /** The ways in which it failed, the most frequent first. */
  get failings(): readonly Failing[] {
    return [...this.#failures.values()].toSorted((a, b) => b.times - a.times)
  }

  /** E.g. `failed 3 of 200 (1.5 %)`. */
  get rate(): string {
    const percent = this.#played === 0 ? 0 : (100 * this.failed) / this.#played
    const digits = percent === 0 || percent >= 0.1 ? 1 : 3
    return `failed ${this.failed} of ${this.#played} (${percent.toFixed(digits)} %)`
  }
}
