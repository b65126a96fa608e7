export { AREA_HEADING, areaLine } from './area-lines.ts'
export { didYouMean } from './closest.ts'
export {
  checkDraftPlace,
  type DraftPlace,
  draftKnownFailures,
  reasonNotToDraft,
  writeDraft,
} from './draft-known-failures.ts'
export { editionNotice, type LooksLike } from './edition-notice.ts'
export { describeTarget, nameTarget } from './identity.ts'
export { type Judged, type JudgedBackend, type JudgedGateway, subjectOf } from './judged.ts'
export { isInForce, type KnownFailure, readKnownFailures, type Stated } from './known-failures.ts'
export { OutcomeReporter } from './outcome-reporter.ts'
export { repetitionsOf, type Variation } from './repetitions.ts'
export { ReplacedDirectory } from './replaced-directory.ts'
export {
  type ClauseResult,
  count,
  exitCodeFor,
  type GateResult,
  judge,
  type ScenarioOutcome,
} from './result.ts'
export { checkFirst, evidence, heading, outcome } from './terminal.ts'
export { inNumber } from './wording.ts'
export { evidenceLines, hanging, indented, rowWidth, wrap } from './wrap.ts'
export { checkReportDirectory, writeReport } from './write-report.ts'
