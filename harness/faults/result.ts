import type { Fault } from '../../fixtures/faults/fault.ts'
import type { ClauseId } from '../contract/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import { type Case, isWanted, type Place, type Scope } from './case.ts'
import { compareToCatalogue } from './compare.ts'
import { judge } from './run-case.ts'

interface RedClause {
  readonly clause: ClauseId
  readonly verdict: Verdict
}

/** What came of one fault on one stage. Plain data. */
export interface FaultResult {
  readonly place: Place
  readonly name: string
  readonly beside?: 'backend' | 'gateway'
  /** What the catalogue says. */
  readonly fault: Fault
  readonly red: readonly RedClause[]
  readonly untouched: readonly ClauseId[]
  /** Why what could not be judged could not be, each reason once. */
  readonly notTestable: readonly string[]
  readonly deviations: readonly string[]
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultResult
  }
}

/** Judges what is wanted with a fault, and compares that with what the catalogue says. */
export async function resultOf(played: Case, scope: Scope): Promise<FaultResult> {
  const { place, name, beside, fault, open } = played
  const findings = await judge(open, isWanted(played, scope))
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
