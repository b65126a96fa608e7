import type { ClauseId } from '../contract/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import { type Case, isWanted, type Scope } from './case.ts'
import type { PlacedFault } from './catalogue.ts'
import { compareToCatalogue } from './compare.ts'
import { runCase } from './run-case.ts'

interface RedClause {
  readonly clause: ClauseId
  readonly verdict: Verdict
}

/** The result of one case. Plain data. */
export interface FaultResult extends PlacedFault {
  readonly beside?: 'backend' | 'gateway'
  readonly red: readonly RedClause[]
  readonly untouched: readonly ClauseId[]
  /** The reasons why clauses could not be judged, each once. */
  readonly notTestable: readonly string[]
  readonly deviations: readonly string[]
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultResult
  }
}

/** Runs a case and compares the outcome with the catalogue. */
export async function resultOf(ofCase: Case, scope: Scope): Promise<FaultResult> {
  const { place, name, beside, fault, open } = ofCase
  const findings = await runCase(open, isWanted(ofCase, scope))
  const found = [...findings]
  return {
    place,
    name,
    ...(beside === undefined ? {} : { beside }),
    fault,
    red: found.flatMap(([clause, outcome]) =>
      outcome?.verdict === undefined ? [] : { clause, verdict: outcome.verdict },
    ),
    untouched: found.flatMap(([clause, outcome]) => (outcome === undefined ? clause : [])),
    notTestable: [...new Set(found.flatMap(([, outcome]) => outcome?.notTestable ?? []))],
    deviations: compareToCatalogue(fault, findings),
  }
}
