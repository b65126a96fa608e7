import type { Capabilities } from './editions/index.ts'
import type { Surroundings } from './surroundings.ts'

/** MUST: a client or backend written to the contract needs it. SHOULD: a failure has an effect only under stress or misuse. */
export type Level = 'MUST' | 'SHOULD'

/** One requirement of the contract. Its id is a slug `area/requirement` that never changes. */
export interface Clause {
  readonly level: Level
  /** One sentence that can be true or false of a gateway; in the area `backend`, of a backend. */
  readonly sentence: string
  /** Where it comes from: a rule or section of the contract, a standard, a gateway README. */
  readonly source: string
  /**
   * The capabilities it is about, and what has to stand around the gateway. It holds for every edition that has them,
   * and for every edition when left out. Of a backend only its surroundings count.
   */
  readonly requires?: Partial<Capabilities> & Surroundings
  /** It measures wall-clock time, so a test takes that time. Skipped by `--fast`. */
  readonly timed?: true
}
