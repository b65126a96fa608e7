import type { Verdict } from '../diagnosis/index.ts'
import { printable, type ViolationDetails, verdictOf } from '../diagnosis/index.ts'
import type { Outcome } from '../scenario/outcome.ts'

/** More of a line is cut. */
const MAX_LINE = 300

type Found<Details> = Details extends ViolationDetails ? Omit<Details, 'streams'> : never

/** What was asked and answered in one check, as lines of evidence. */
export class Trace {
  readonly #began = performance.now()
  readonly #lines: string[] = []

  /** @param who as `client  → proxy` */
  add(who: string, text: string): void {
    const safe = printable(text)
    const shown = safe.length <= MAX_LINE ? safe : `${safe.slice(0, MAX_LINE)}…`
    const at = (performance.now() - this.#began).toFixed(1).padStart(7)
    this.#lines.push(`${at} ms  ${who.padEnd(20)}  ${shown}`)
  }

  /** The verdict on what is in the evidence. */
  verdict(found: Found<ViolationDetails>): Verdict {
    const { expected } = found
    const lines =
      expected === undefined ? this.#lines : [...this.#lines, `           ✗ expected: ${printable(expected)}`]
    return verdictOf({ ...found, streams: [] } as ViolationDetails, lines)
  }

  /** The same as the outcome of a check. */
  fails(found: Found<ViolationDetails>): Outcome {
    return { verdict: this.verdict(found) }
  }
}
