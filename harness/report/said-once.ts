import type { FindingId } from '../verdict/index.ts'
import type { ScenarioOutcome } from './result.ts'

/** What is found of a backend from which nothing comes to where the gateway is: one cause, whatever needs its sends. */
const SENDS_ELSEWHERE: ReadonlySet<FindingId> = new Set<FindingId>([
  'backend/gateway-url-unused',
  'set-up/gateway-url-wrong',
])

/** Leaves the first finding that nothing comes from the backend; what fails for the same cause is then not testable. */
export function saidOnce(outcomes: readonly ScenarioOutcome[]): readonly ScenarioOutcome[] {
  const isStray = ({ state, verdict }: ScenarioOutcome): boolean =>
    state === 'failed' && verdict !== undefined && SENDS_ELSEWHERE.has(verdict.finding)
  const first = outcomes.find(isStray)
  if (first === undefined) return outcomes
  const reason = `nothing has come from the backend; same cause as ${first.clause}`
  return outcomes.map(outcome => {
    if (outcome === first || !isStray(outcome)) return outcome
    const { verdict: _, ...others } = outcome
    return { ...others, state: 'not-testable' as const, reason }
  })
}
