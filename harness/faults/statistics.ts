import { brokenBy } from '../../fixtures/faults/fault.ts'
import type { FaultResult } from './result.ts'

/** How well faults are detected and distinguished. */
export interface Measures {
  /** Faults that have to be detected. */
  readonly due: number
  readonly noticed: number
  /** Clauses that fail. */
  readonly red: number
  /** Those of them whose verdict names the party at fault. */
  readonly blamed: number
  /** Those of them that the catalogue does not list. */
  readonly stray: number
}

export function measuresOf(results: readonly FaultResult[]): Measures {
  const due = results.filter(({ fault }) => fault.harmless === undefined)
  const red = results.flatMap(result => result.red.map(({ verdict }) => ({ result, verdict })))
  return {
    due: due.length,
    noticed: due.filter(isNoticed).length,
    red: red.length,
    blamed: red.filter(({ result, verdict }) => verdict.party === result.fault.party).length,
    stray: results.reduce((sum, result) => sum + strayIn(result).length, 0),
  }
}

/** Whether every clause that the fault breaks fails, or the outcome says that nothing can be judged. */
function isNoticed({ fault, red, notTestable, untouched }: FaultResult): boolean {
  if (fault.untestable !== undefined) return notTestable.length > 0 && red.length + untouched.length === 0
  const broken = new Set(red.map(({ clause }) => clause))
  return brokenBy(fault).every(id => broken.has(id))
}

/** The failing clauses that the catalogue does not list. */
function strayIn({ fault, red }: FaultResult): string[] {
  const due: readonly string[] = brokenBy(fault)
  if (fault.floods !== undefined) return []
  return red.map(({ clause }) => clause).filter(id => !due.includes(id))
}
