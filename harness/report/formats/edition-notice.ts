import pc from 'picocolors'
import { areaOf, type Edition } from '../../contract/index.ts'
import { hanging, indented } from '../../util/wrap-text.ts'
import type { ClauseResult, RunResult } from '../result.ts'
import type { LooksLike } from '../subject.ts'

/** Fewer failures than these are no wall, and are reported in full. */
const MAX_IN_FULL = 3

/** What stands first and last where a gateway is plainly of another edition than the stated one. */
export function editionNotice({ edition, because, again }: LooksLike, stated: Edition): string {
  const sentence = `this gateway looks like edition ${edition} (${because}), and is judged as ${stated}`
  return [...hanging(`${pc.yellow('!')} `, pc.bold(sentence)), `  Run again with: ${again}`, ''].join('\n')
}

/** The failures that have one cause, where the gateway is plainly of another edition: they are one entry. */
export function failuresOfOneCause(result: RunResult): readonly ClauseResult[] {
  if (result.subject !== undefined || result.looksLike === undefined) return []
  const failing = result.clauses.filter(({ status }) => status === 'failed' || status === 'warning')
  return failing.length > MAX_IN_FULL ? failing : []
}

/** That one entry, in lines. @param evidence where all of it is */
export function oneCauseLines(
  failing: readonly ClauseResult[],
  { edition }: LooksLike,
  evidence: string,
): string[] {
  const areas = Map.groupBy(failing, ({ id }) => areaOf(id))
  return [
    ...hanging(
      `${pc.red('✗')} `,
      `${failing.length} clauses fail, most of them probably because the gateway is of edition ${edition}. ${evidence}`,
    ),
    ...[...areas].flatMap(([area, clauses]) => {
      const slugs = clauses.map(({ id }) => id.slice(area.length + 1)).join(', ')
      return indented(`${area}/ ${slugs}`, 4).map((line, at) => pc.dim(at === 0 ? line.slice(2) : line))
    }),
    '',
  ]
}
