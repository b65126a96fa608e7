import { CLAUSES, type ClauseId } from '../contract/index.ts'
import type { Verdict } from './index.ts'

/** A failure in full, as a person reads it in a terminal. */
export function formatFailure(
  clause: ClauseId,
  outcome: { readonly verdict?: Verdict; readonly notTestable?: string },
): string {
  const { verdict, notTestable } = outcome
  if (verdict === undefined) return `${clause}   not testable: ${notTestable}`
  return [
    `${clause}   ${CLAUSES[clause].level}   ${verdict.headline}`,
    `  ${verdict.summary}`,
    '',
    ...verdict.evidence.map(line => `  ${line}`),
    '',
    `  check first:  ${verdict.check}`,
  ].join('\n')
}
