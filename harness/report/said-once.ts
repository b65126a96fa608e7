import type { ClauseId } from '../contract/index.ts'
import { SENT_ELSEWHERE, sameCauseAs } from '../diagnosis/index.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

/** What a clause that fails comes to. */
export interface Consequences {
  /** Whether the run fails for it. */
  readonly fails: (clause: ClauseId) => boolean
  /** Whether it is listed as a known failure. */
  readonly isListed: (clause: ClauseId) => boolean
}

/**
 * Leaves the first finding for which the run fails that nothing comes from the backend; what fails for the same cause is
 * then not testable. Listed clauses stay as they are, and so does everything where the run fails for none.
 */
export function keepFirstOfCause(
  outcomes: readonly ScenarioOutcome[],
  { fails, isListed }: Consequences,
): readonly ScenarioOutcome[] {
  const isStray = ({ clause, state, verdict }: ScenarioOutcome): boolean =>
    state === 'failed' && verdict !== undefined && SENT_ELSEWHERE.has(verdict.finding) && !isListed(clause)
  const first = outcomes.find(outcome => isStray(outcome) && fails(outcome.clause))
  if (first === undefined) return outcomes
  const reason = sameCauseAs(first.clause)
  return outcomes.map(outcome => {
    if (outcome === first || !isStray(outcome)) return outcome
    const { verdict: _, ...others } = outcome
    return { ...others, state: 'not-testable' as const, reason }
  })
}
