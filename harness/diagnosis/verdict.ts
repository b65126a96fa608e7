import type { FindingId } from './findings/index.ts'
import type { Party, ResponsibleParty } from './party.ts'

export type { Party, ResponsibleParty } from './party.ts'

/** What a failed scenario comes to. */
export interface Verdict {
  readonly party: Party
  /** The two of which it is one, where it is undecided. */
  readonly between?: readonly [ResponsibleParty, ResponsibleParty]
  /** What was found, by its stable id. */
  readonly finding: FindingId
  /** The same in words, which may change. E.g. "gateway at fault: it died". */
  readonly headline: string
  /** One to three sentences that a person of either team can check against the evidence. */
  readonly summary: string
  /** The first thing to check, as an imperative: to the party at fault, or where it is undecided, to the reader. */
  readonly check: string
  /** Lines of the timeline, secrets removed and control characters made visible. */
  readonly evidence: readonly string[]
}
