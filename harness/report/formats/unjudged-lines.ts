import pc from 'picocolors'
import { printable } from '../../diagnosis/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import type { ClauseResult } from '../result.ts'
import { inNumber } from '../wording.ts'
import { MARKS } from './area-lines.ts'
import { exceptFlags } from './except-hint.ts'

/**
 * One reason usually makes everything untestable, so it is shown once. Its first line is the reason, except for a port
 * that every worker has of its own; the lines after it quote a process, and the longest quotation stands for all.
 */
export function untestableLines(clauses: readonly ClauseResult[]): string[] {
  const reasons = Map.groupBy(
    clauses.filter(({ status }) => status === 'not-testable'),
    ({ reason = '' }) => dedupeKey(reason),
  )
  return [...reasons.values()].flatMap(group => {
    const texts = group.map(({ reason = '' }) => reason.split('\n'))
    const [longest = []] = texts.toSorted((one, other) => other.length - one.length)
    const [why = '', ...quotation] = longest.map(printable)
    const who = group.length === 1 ? `${pc.bold(group[0]?.id ?? '')}   ${group[0]?.level}` : names(group)
    return [
      ...hanging(`${MARKS['not-testable']} `, `${who}   not testable: ${why}`),
      ...quotation.flatMap(line => hanging('    ', line, rowWidth(), true)),
      '',
    ]
  })
}

/** The flags that judge the testable clauses alone. */
export function exceptHintLines(clauses: readonly ClauseResult[]): string[] {
  const flags = exceptFlags(clauses)
  if (flags.length === 0) return []
  return [
    ...hanging(`${MARKS['not-testable']} `, `to judge only the other clauses, add ${flags.join(' ')}`),
    '',
  ]
}

/** The skipped clauses, by reason. */
export function skippedLines(clauses: readonly ClauseResult[]): string[] {
  const reasons = Map.groupBy(
    clauses.filter(({ status }) => status === 'left-out'),
    ({ leftOutBy, reason }) => `${reason} (${leftOutBy})`,
  )
  const lines = [...reasons].flatMap(([reason, group]) =>
    hanging(`${MARKS['left-out']} `, `skipped, ${reason}: ${names(group)}`, rowWidth()),
  )
  return lines.length === 0 ? [] : [...lines, '']
}

function dedupeKey(reason: string): string {
  const [first = ''] = reason.split('\n', 1)
  return first.replace(/(?<=\/\/127\.0\.0\.1:)\d+/g, '…')
}

function names(clauses: readonly ClauseResult[]): string {
  return clauses.length > 6 ? inNumber(clauses.length, 'clause') : clauses.map(({ id }) => id).join(', ')
}
