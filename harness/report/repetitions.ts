import type { ClauseId } from '../contract/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

/** A scenario that did not come out the same every time. */
export interface Variation {
  readonly clause: ClauseId
  readonly name: string
  readonly file: string
  /** How often it came out so. */
  readonly times: Readonly<Partial<Record<ScenarioOutcome['state'], number>>>
  /** The numbers of the runs in which it did not pass; the first is 1. */
  readonly runs: readonly number[]
  /** Of the first time that it failed. */
  readonly verdict?: Verdict
  /** What was seen when it passed. */
  readonly passed?: readonly string[]
}

export interface Repetitions {
  /** One for each scenario, the worst that came of it; with the time of all runs together. */
  readonly outcomes: readonly ScenarioOutcome[]
  readonly variations: readonly Variation[]
}

/** From the worst on. */
const SEVERITY = ['failed', 'not-testable', 'passed', 'left-out'] as const

/** What several runs of the same scenarios come to. */
export function repetitionsOf(runs: readonly (readonly ScenarioOutcome[])[]): Repetitions {
  const numbered = runs.flatMap((outcomes, n) => outcomes.map(outcome => ({ outcome, run: n + 1 })))
  const scenarios = [...Map.groupBy(numbered, ({ outcome: { file, name } }) => `${file}\n${name}`).values()]
  return {
    outcomes: scenarios.map(all => {
      const outcomes = all.map(({ outcome }) => outcome)
      const durationMs = outcomes.reduce((sum, outcome) => sum + outcome.durationMs, 0)
      return { ...worstOf(outcomes), durationMs }
    }),
    variations: scenarios.flatMap(all => {
      const outcomes = all.map(({ outcome }) => outcome)
      if (new Set(outcomes.map(({ state }) => state)).size < 2) return []
      const { clause, name, file, verdict } = worstOf(outcomes)
      const passed = outcomes.find(({ state }) => state === 'passed')?.evidence
      return [
        {
          clause,
          name,
          file,
          times: Object.fromEntries(
            [...Map.groupBy(outcomes, ({ state }) => state)].map(([state, group]) => [state, group.length]),
          ),
          runs: all.filter(({ outcome }) => outcome.state !== 'passed').map(({ run }) => run),
          ...(verdict === undefined ? {} : { verdict }),
          ...(passed === undefined ? {} : { passed }),
        },
      ]
    }),
  }
}

function worstOf(outcomes: readonly ScenarioOutcome[]): ScenarioOutcome {
  const worst = SEVERITY.map(state => outcomes.find(outcome => outcome.state === state)).find(
    outcome => outcome !== undefined,
  )
  if (worst === undefined) throw new Error('A scenario without an outcome cannot be repeated.')
  return worst
}
