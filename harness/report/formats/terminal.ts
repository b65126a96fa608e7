import { join } from 'node:path'
import { areaOf } from '../../contract/index.ts'
import { printable } from '../../diagnosis/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import { describeClient } from '../client-summary.ts'
import type { RunResult } from '../result.ts'
import { AREA_HEADING, areaLine } from './area-lines.ts'
import { clauseLines } from './clause-lines.ts'
import { editionNotice, failuresOfOneCause, oneCauseLines } from './edition-notice.ts'
import { failureList } from './failure-list.ts'
import { summaryLine } from './summary-line.ts'
import { exceptHintLines, skippedLines, untestableLines } from './unjudged-lines.ts'
import { variationLines } from './variation-lines.ts'

/** How much is shown. */
interface Detail {
  /** All of it, also of failures that have one cause. */
  readonly allEvidence?: boolean
  /** The directory that the report is written to, absolute. */
  readonly out?: string | undefined
}

/** The whole outcome: a line for each area, and each failure in full. */
export function outcome(result: RunResult, detail: Detail = {}): string {
  const { clauses } = result
  const looksLike = result.subject !== undefined ? undefined : result.looksLike
  const folded = detail.allEvidence ? [] : failuresOfOneCause(result)
  return [
    ...areaLines(result),
    '',
    ...(looksLike === undefined || folded.length === 0
      ? []
      : oneCauseLines(folded, looksLike, whereEvidenceIs(detail))),
    ...clauses.flatMap(clause => (folded.includes(clause) ? [] : clauseLines(clause))),
    ...untestableLines(clauses),
    ...(result.environment.interruptedBy === undefined ? exceptHintLines(clauses) : []),
    ...variationLines(result),
    ...failureList(clauses.filter(clause => !folded.includes(clause))),
    ...skippedLines(clauses),
    ...clientLines(result),
    ...(looksLike === undefined || result.subject !== undefined
      ? []
      : [editionNotice(looksLike, result.edition)]),
    summaryLine(result),
    '',
  ].join('\n')
}

function areaLines({ clauses }: RunResult): string[] {
  const lines = [...Map.groupBy(clauses, ({ id }) => areaOf(id))]
    .filter(([, inArea]) => inArea.some(({ status }) => status !== 'left-out'))
    .map(([area, inArea]) => areaLine(area, inArea))
  return lines.length === 0 ? [] : [AREA_HEADING, ...lines]
}

function clientLines({ environment: { client } }: RunResult): string[] {
  return client === undefined ? [] : [...hanging('', describeClient(client), rowWidth()), '']
}

function whereEvidenceIs({ out }: Detail): string {
  return out === undefined
    ? 'Their evidence: --all-evidence prints it, --out <directory> writes it.'
    : `Their evidence is in ${printable(join(out, 'result.json'))}; --all-evidence prints it.`
}
