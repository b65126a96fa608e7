import { brokenBy } from '../../fixtures/faults/fault.ts'
import { printable } from '../diagnosis/index.ts'
import { inNumber } from '../report/wording.ts'
import type { FaultResult } from './result.ts'
import { measuresOf } from './statistics.ts'

/** One line for each case, its deviations below it, and the statistics. */
export function table(results: readonly FaultResult[]): string {
  const width = Math.max(0, ...results.map(result => titleOf(result).length))
  return [
    ...results.flatMap(result => [
      `${mark(result)} ${titleOf(result).padEnd(width)}  ${result.fault.party.padEnd(8)} ${counts(result)}`,
      ...result.deviations.map(sentence => `    ${printable(sentence)}`),
    ]),
    measuresSentence(results),
  ].join('\n')
}

/** E.g. `network/client-cut with a backend`. */
export function titleOf({ place, name, beside }: FaultResult): string {
  return `${place}/${name}${beside === undefined ? '' : ` with a ${beside}`}`
}

function measuresSentence(results: readonly FaultResult[]): string {
  const { due, noticed, red, blamed, stray } = measuresOf(results)
  return `${inNumber(results.length, 'fault')}: ${noticed} of ${due} detected; ${blamed} of ${red} failing clauses blamed correctly; ${inNumber(stray, 'unexpected failure')}.`
}

function mark({ deviations }: FaultResult): string {
  return deviations.length === 0 ? '✓' : '✗'
}

function counts({ fault, red, untouched, notTestable }: FaultResult): string {
  if (fault.untestable !== undefined) return `${notTestable.length === 0 ? 'judged' : 'not testable'}`
  const due = brokenBy(fault).length
  const others = fault.floods === undefined ? '' : ` (${due} in any case)`
  return `${String(red.length).padStart(3)} red${others}, ${untouched.length} untouched${notTestable.length === 0 ? '' : ', some not testable'}`
}
