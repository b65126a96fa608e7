import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import type { ClauseId } from '../contract/index.ts'
import type { Findings } from './run-case.ts'

/** The differences between an outcome and the catalogue, one sentence each. */
export function compareToCatalogue(fault: Fault, findings: Findings): string[] {
  if (findings.size === 0) return ['Nothing was run.']
  if (fault.untestable !== undefined) return judgedAnyway(fault.untestable, findings)
  const unbroken = brokenBy(fault)
    .filter(id => findings.get(id) === undefined)
    .map(id => `${id} should break, and ${findings.has(id) ? 'holds' : 'was not run'}.`)
  const others = [...findings].flatMap(([id, outcome]) => {
    if (outcome === undefined) return []
    const { verdict, notTestable } = outcome
    if (verdict === undefined) {
      // Where hardly anything works, some clauses cannot be tried.
      const isLeftOpen = fault.floods !== undefined && !brokenBy(fault).includes(id)
      return isLeftOpen ? [] : [`${id} could not be judged: ${notTestable}`]
    }
    const isDue = fault.floods !== undefined || brokenBy(fault).includes(id)
    return isDue ? misblamed(fault, id, verdict) : [`${id} should hold, and breaks: ${verdict.headline}.`]
  })
  return [...unbroken, ...others]
}

function misblamed(
  { party }: Fault,
  id: ClauseId,
  verdict: { readonly party: string; readonly headline: string },
): string[] {
  return verdict.party === party
    ? []
    : [`${id} blames the ${verdict.party}; expected the ${party}: ${verdict.headline}.`]
}

function judgedAnyway(words: string, findings: Findings): string[] {
  return [...findings].flatMap(([id, outcome]) => {
    if (outcome?.verdict !== undefined) return [`${id} is judged: ${outcome.verdict.headline}.`]
    if (outcome?.notTestable === undefined) return [`${id} passes, and nothing is there to be judged.`]
    return outcome.notTestable.includes(words)
      ? []
      : [`${id} could not be judged, but not because it "${words}": ${outcome.notTestable}`]
  })
}
