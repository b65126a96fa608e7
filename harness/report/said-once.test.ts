import { expect, test } from 'vitest'
import { type ClauseId, capabilitiesOf } from '../contract/index.ts'
import { type Verdict, verdictOf } from '../diagnosis/index.ts'
import { type ClauseResult, count, exitCodeFor, judge } from './result.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

const STRAY = verdictOf(
  { party: 'configuration', what: 'gateway-url-wrong', summary: 'It sends elsewhere.', streams: [] },
  [],
)
const OTHER = verdictOf({ party: 'gateway', what: 'heartbeat-missing', summary: 'None.', streams: [] }, [])

const FIRST_MUST: ClauseId = 'connection-open/task-stream'
const SECOND_MUST: ClauseId = 'task/progress-delivered'
const SHOULD: ClauseId = 'http/refusals-are-json'

function outcome(clause: ClauseId, verdict?: Verdict): ScenarioOutcome {
  const common = { clause, name: clause, file: 'scenarios/a.test.ts', durationMs: 1 }
  return verdict === undefined ? { ...common, state: 'passed' } : { ...common, state: 'failed', verdict }
}

/** What these come to: the clauses in the order of the outcomes, and the exit code. */
function judged(
  outcomes: readonly ScenarioOutcome[],
  listed: readonly ClauseId[] = [],
): { readonly clauses: readonly (ClauseResult | undefined)[]; readonly exitCode: number } {
  const only = outcomes.map(({ clause }) => clause)
  const results = judge({
    subject: capabilitiesOf('callback-events'),
    only,
    fileSelected: false,
    fast: false,
    strict: false,
    now: new Date('2027-03-31T00:00:00Z'),
    outcomes,
    knownFailures: listed.map(clause => ({ clause, reason: 'it never did' })),
    unreached: 'no scenario reached it',
    reproduction: (_clause, scenario) => `again: ${scenario}`,
  })
  return {
    clauses: only.map(clause => results.find(({ id }) => id === clause)),
    exitCode: exitCodeFor(count(results)),
  }
}

function statusesOf({ clauses }: ReturnType<typeof judged>): readonly (string | undefined)[] {
  return clauses.map(clause => clause?.status)
}

test('A backend from which nothing comes is one finding, and what fails for it is not testable.', () => {
  const result = judged([
    outcome(FIRST_MUST, STRAY),
    outcome(SHOULD, OTHER),
    outcome(SECOND_MUST, STRAY),
    outcome('send/in-order'),
  ])
  expect(statusesOf(result)).toEqual(['failed', 'warning', 'not-testable', 'passed'])
  expect(result.clauses[2]?.reason).toBe(
    'the backend has sent nothing to the gateway; same cause as connection-open/task-stream',
  )
  expect(result.exitCode).toBe(1)
})

test('It is told under a clause for which the run fails, and not under a warning.', () => {
  const result = judged([outcome(SHOULD, STRAY), outcome(FIRST_MUST, STRAY), outcome(SECOND_MUST, STRAY)])
  expect(statusesOf(result)).toEqual(['not-testable', 'failed', 'not-testable'])
  expect(result.exitCode).toBe(1)
})

test('Where each failure is a known failure or a warning, every clause keeps its result.', () => {
  const outcomes = [outcome(SHOULD, STRAY), outcome(FIRST_MUST, STRAY), outcome(SECOND_MUST, STRAY)]
  const result = judged(outcomes, [FIRST_MUST, SECOND_MUST])
  expect(statusesOf(result)).toEqual(['warning', 'known-failure', 'known-failure'])
  expect(result.exitCode).toBe(0)
})

test('An excused clause hides none that is not.', () => {
  const result = judged([outcome(FIRST_MUST, STRAY), outcome(SECOND_MUST, STRAY)], [FIRST_MUST])
  expect(statusesOf(result)).toEqual(['known-failure', 'failed'])
  expect(result.exitCode).toBe(1)
})
