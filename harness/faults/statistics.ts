import { brokenBy } from '../../fixtures/faults/fault.ts'
import type { FaultResult } from './result.ts'

/** How well faults are told apart. */
export interface Measures {
  /** Faults that have to be noticed. */
  readonly due: number
  readonly noticed: number
  /** Clauses that are red. */
  readonly red: number
  /** Those of them that are put at the right door. */
  readonly blamed: number
  /** Those of them that should not be red. */
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

/** Whether everything that has to break is red, or it is said that nothing can be judged. */
function isNoticed({ fault, red, notTestable, untouched }: FaultResult): boolean {
  if (fault.untestable !== undefined) return notTestable.length > 0 && red.length + untouched.length === 0
  const broken = new Set(red.map(({ clause }) => clause))
  return brokenBy(fault).every(id => broken.has(id))
}

/** The clauses that are red and should not be. */
function strayIn({ fault, red }: FaultResult): string[] {
  const due: readonly string[] = brokenBy(fault)
  if (fault.floods !== undefined) return []
  return red.map(({ clause }) => clause).filter(id => !due.includes(id))
}
