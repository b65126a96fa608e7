import pc from 'picocolors'
import { areaOf, CLAUSE_IDS } from '../../contract/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import type { ClauseResult } from '../result.ts'
import { describeCount } from './status-words.ts'

/** The mark of each status. */
export const MARKS = {
  passed: pc.green('✓'),
  failed: pc.red('✗'),
  stale: pc.red('✗'),
  warning: pc.yellow('!'),
  'known-failure': pc.yellow('~'),
  'not-testable': pc.magenta('?'),
  'left-out': pc.dim('-'),
} as const

const SEVERITY = [
  'failed',
  'stale',
  'not-testable',
  'warning',
  'known-failure',
  'passed',
  'left-out',
] as const

const NAME = Math.max(...CLAUSE_IDS.map(id => areaOf(id).length)) + 2
const SCENARIOS = 'scenarios'
const TIME = 'time, added up'

/** The heading above the lines of areas. */
export const AREA_HEADING = pc.dim(`  ${'area'.padEnd(NAME)}${SCENARIOS}  ${TIME}  clauses`)

/**
 * An area in one line: its worst mark, how many scenarios it had, the sum of their times (many run at the same time), and
 * how many clauses have each status.
 */
export function areaLine(area: string, clauses: readonly ClauseResult[]): string {
  const worst = SEVERITY.find(status => clauses.some(clause => clause.status === status)) ?? 'passed'
  const tally = SEVERITY.map(
    status => [status, clauses.filter(clause => clause.status === status).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([status, number]) => describeCount(status, number))
    .join(', ')
  const scenarios = clauses
    .flatMap(clause => clause.scenarios)
    .filter(({ state }) => state !== 'left-out').length
  const milliseconds = clauses.reduce((sum, clause) => sum + clause.durationMs, 0)
  const measures = pc.dim(
    `${String(scenarios).padStart(SCENARIOS.length)}  ${`${(milliseconds / 1_000).toFixed(1)} s`.padStart(TIME.length)}`,
  )
  return hanging(`${MARKS[worst]} ${area.padEnd(NAME)}${measures}  `, tally, rowWidth()).join('\n')
}
