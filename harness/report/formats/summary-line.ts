import pc from 'picocolors'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import type { ClauseResult, RunResult } from '../result.ts'
import { shortNameOf } from '../target-description.ts'
import { inNumber } from '../wording.ts'
import { describeCount } from './status-words.ts'

/** The last line: the result, the target, and the number of clauses with each status. */
export function summaryLine(result: RunResult): string {
  const { clauses, counts, conforms, environment, target } = result
  const tally = (
    [
      ['passed', counts.passed, ''],
      ['failed', counts.failed, ''],
      ['known-failure', counts.knownFailures, mustIn(clauses)],
      ['stale', counts.stale, ''],
      ['warning', counts.warnings, ''],
      ['not-testable', counts.notTestable, ''],
      ['left-out', counts.leftOut, ''],
    ] as const
  )
    .filter(([, number]) => number !== 0)
    .map(([status, number, remark]) => `${describeCount(status, number)}${remark}`)
    .join(', ')
  const seconds = (environment.durationMs / 1000).toFixed(1)
  const all = totalOf(result)
  const whose =
    conforms && target.kind === 'reference' ? ' (the bundled gateway; name yours with --gateway)' : ''
  return hanging(
    '',
    `${pc.bold(verdictOf(result))}  ${shortNameOf(target)}${whose}: of ${inNumber(all, 'clause')} ${tally}; ${seconds} s`,
    rowWidth(),
  ).join('\n')
}

function verdictOf(result: RunResult): string {
  const { counts, conforms, environment, exitCode } = result
  if (environment.interruptedBy !== undefined) {
    return pc.magenta(`interrupted by ${environment.interruptedBy}`)
  }
  if (!conforms) return exitCode === 3 ? pc.magenta('not testable') : pc.red('does not conform')
  const all = totalOf(result)
  const judged = all - counts.leftOut - counts.notTestable
  return pc.green(
    judged === all ? 'conforms' : `conforms in the ${judged} of ${inNumber(all, 'clause')} judged`,
  )
}

function totalOf({ counts }: RunResult): number {
  return Object.values(counts).reduce((sum, number) => sum + number, 0)
}

/** The number of known failures of MUST clauses: the run does not fail for them, but the gateway still has to meet them. */
function mustIn(clauses: readonly ClauseResult[]): string {
  const listed = clauses.filter(({ status }) => status === 'known-failure')
  const must = listed.filter(({ level }) => level === 'MUST').length
  return must === 0 ? '' : must === listed.length ? ' (all MUST)' : ` (${must} of them MUST)`
}
