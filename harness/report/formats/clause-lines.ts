import pc from 'picocolors'
import { CLAUSES } from '../../contract/index.ts'
import { printable } from '../../diagnosis/index.ts'
import { evidenceLines, hanging, indented, rowWidth } from '../../util/wrap-text.ts'
import type { ClauseResult } from '../result.ts'
import { MARKS } from './area-lines.ts'
import { failingOf } from './failure-list.ts'

/** A clause that failed, in full: verdict, evidence, advice. None of one that passed, was skipped or is not testable. */
export function clauseLines(clause: ClauseResult): string[] {
  const { id, level, status, verdict, reason, reproduce } = clause
  if (status === 'passed' || status === 'left-out' || status === 'not-testable') return []
  if (status === 'known-failure') return knownFailureLines(clause)
  const mark = MARKS[status]
  if (verdict === undefined) {
    return [
      ...hanging(`${mark} `, `${pc.bold(id)}   ${level}   ${status}: ${printable(reason ?? '')}`, rowWidth()),
      '',
    ]
  }
  const failing = clause.scenarios.filter(({ state }) => state === 'failed')
  const others =
    failing.length > 1
      ? [`${failingOf(clause)}; this is the first: ${printable(failing[0]?.name ?? '')}`]
      : []
  return [
    ...hanging(`${mark} `, `${pc.bold(id)}   ${level}   ${pc.bold(verdict.headline)}`, rowWidth()),
    ...indented(`required: ${CLAUSES[id].sentence}`, 2),
    ...(status === 'stale' ? indented(`stale: ${printable(reason ?? '')}`, 2) : []),
    ...indented(verdict.summary, 2),
    ...others.flatMap(line => indented(line, 2)),
    '',
    ...evidence(verdict.evidence, 2),
    '',
    ...checkFirst(verdict.check),
    ...(reproduce === undefined ? [] : [`  reproduce:  ${reproduce}`]),
    '',
  ]
}

function knownFailureLines(clause: ClauseResult): string[] {
  const { id, verdict, reason, link, expires } = clause
  const until = expires === undefined ? '' : ` until ${expires}`
  const followed = link === undefined ? '' : ` (${printable(link)})`
  return [
    ...hanging(
      `${MARKS['known-failure']} `,
      `${id}   known failure${until}: ${printable(reason ?? '')}${followed}`,
    ),
    ...indented(`${failingOf(clause)}: ${verdict?.headline ?? ''}`, 4),
    '',
  ]
}

/** The first thing to check, in lines. */
export function checkFirst(check: string): string[] {
  return hanging('  check first:  ', printable(check))
}

/** Lines of evidence as they are shown. @param indent columns before each */
export function evidence(lines: readonly string[], indent: number): string[] {
  return lines.flatMap(line => {
    const shown = evidenceLines(`${' '.repeat(indent)}${line}`)
    return shown.map(part => (line.includes('✗') ? pc.red(part) : pc.dim(part)))
  })
}
