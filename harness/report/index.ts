export { didYouMean } from '../util/did-you-mean.ts'
export { evidenceLines, hanging, indented, rowWidth } from '../util/wrap-text.ts'

export { clientSummary } from './client-summary.ts'
export { checkFirst, evidence } from './formats/clause-lines.ts'
export { editionNotice } from './formats/edition-notice.ts'
export { heading } from './formats/heading.ts'
export { outcome } from './formats/terminal.ts'
export {
  checkDraftPlace,
  type DraftPath,
  draftKnownFailures,
  reasonNotToDraft,
  writeDraft,
} from './known-failures/draft.ts'
export { isInForce, type KnownFailure, type RunTarget } from './known-failures/known-failure.ts'
export { readKnownFailures } from './known-failures/read.ts'
export { OutcomeReporter } from './outcome-reporter.ts'
export { repetitionsOf } from './repetitions.ts'
export { ReplacedDirectory } from './replaced-directory.ts'
export { type ClauseResult, count, exitCodeFor, judge, type RunResult } from './result.ts'
export type { ScenarioOutcome } from './scenario-outcome.ts'
export {
  type LooksLike,
  type RunSubject,
  subjectOf,
} from './subject.ts'
export { describeTarget, nameTarget } from './target-description.ts'
export { inNumber } from './wording.ts'
export { checkReportDirectory, writeReport } from './write-report.ts'
