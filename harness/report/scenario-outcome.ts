import type { ClauseId } from '../contract/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import type { PlayedBy } from '../scenario/outcome.ts'

/** What came of one scenario. */
export interface ScenarioOutcome {
  readonly clause: ClauseId
  readonly name: string
  /** Relative to the project, with forward slashes. */
  readonly file: string
  readonly state: 'passed' | 'failed' | 'not-testable' | 'left-out'
  readonly durationMs: number
  readonly verdict?: Verdict
  readonly reason?: string
  /** What was seen, where it passed and that was asked for. */
  readonly evidence?: readonly string[]
  /** Where a browser takes part. */
  readonly playedBy?: PlayedBy
}
