import { brokenBy } from '../../fixtures/faults/fault.ts'
import { printable } from '../diagnosis/index.ts'
import { inNumber } from '../report/wording.ts'
import type { Case } from './case.ts'
import type { FaultResult } from './result.ts'

/** One line for each case, its deviations below it, and how well faults are detected and distinguished. */
export function table(results: readonly FaultResult[]): string {
  const width = Math.max(0, ...results.map(result => titleOf(result).length))
  return [
    ...results.flatMap(result => [
      `${mark(result)} ${titleOf(result).padEnd(width)}  ${result.fault.party.padEnd(13)} ${counts(result)}`,
      ...result.deviations.map(sentence => `    ${printable(sentence)}`),
    ]),
    summary(results),
  ].join('\n')
}

/** E.g. `network/client-cut with a backend`. */
export function titleOf({ place, name, beside }: Pick<Case, 'place' | 'name' | 'beside'>): string {
  return `${place}/${name}${beside === undefined ? '' : ` with a ${beside}`}`
}

/** Whether everything is as the catalogue says. */
export function mark({ deviations }: FaultResult): '✓' | '✗' {
  return deviations.length === 0 ? '✓' : '✗'
}

function summary(results: readonly FaultResult[]): string {
  const faults = results.filter(({ fault }) => fault.harmless === undefined)
  const red = results.flatMap(({ fault, red }) =>
    red.map(({ clause, verdict }) => ({
      isBlamed: verdict.party === fault.party,
      isExpected: fault.floods !== undefined || brokenBy(fault).includes(clause),
    })),
  )
  return [
    `${inNumber(results.length, 'fault')}: ${faults.filter(isDetected).length} of ${faults.length} detected`,
    `${red.filter(({ isBlamed }) => isBlamed).length} of ${red.length} failing clauses blamed correctly`,
    `${inNumber(red.filter(({ isExpected }) => !isExpected).length, 'unexpected failure')}.`,
  ].join('; ')
}

/** Whether every clause that the fault breaks fails, or the outcome says that nothing can be judged. */
function isDetected({ fault, red, notTestable, untouched }: FaultResult): boolean {
  if (fault.untestable !== undefined) return notTestable.length > 0 && red.length + untouched.length === 0
  return brokenBy(fault).every(id => red.some(({ clause }) => clause === id))
}

function counts({ fault, red, untouched, notTestable }: FaultResult): string {
  if (fault.untestable !== undefined) return notTestable.length === 0 ? 'judged' : 'not testable'
  const inAnyCase = fault.floods === undefined ? '' : ` (${brokenBy(fault).length} in any case)`
  const others = notTestable.length === 0 ? '' : ', some not testable'
  return `${String(red.length).padStart(3)} red${inAnyCase}, ${untouched.length} untouched${others}`
}
