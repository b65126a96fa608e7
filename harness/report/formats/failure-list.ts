import pc from 'picocolors'
import { printable } from '../../diagnosis/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import type { ClauseResult } from '../result.ts'

/** One line for each clause that fails or is a warning, for readers of the end of a log. */
export function failureList(clauses: readonly ClauseResult[]): string[] {
  const red = clauses.filter(
    ({ status }) => status === 'failed' || status === 'stale' || status === 'warning',
  )
  if (red.length === 0) return []
  const width = Math.max(...red.map(({ id }) => id.length))
  return [
    pc.bold('failures'),
    ...red.flatMap(({ id, level, reason, status, verdict }) => {
      const mark = status === 'warning' ? pc.yellow('!') : pc.red('✗')
      const why =
        status === 'stale'
          ? `stale: ${printable(reason ?? '')}`
          : (verdict?.headline ?? printable(reason ?? ''))
      return hanging(`${mark} ${id.padEnd(width)}  ${level.padEnd(6)}  `, why, rowWidth())
    }),
    '',
  ]
}

/** How many of the scenarios of a clause fail: `2 of its 5 scenarios fail`. */
export function failingOf({ scenarios }: Pick<ClauseResult, 'scenarios'>): string {
  const failing = scenarios.filter(({ state }) => state === 'failed').length
  return scenarios.length === 1
    ? 'its one scenario fails'
    : `${failing} of its ${scenarios.length} scenarios fail`
}
