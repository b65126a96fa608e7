import { expect, test } from 'vitest'
import { verdictOf } from '../verdict/index.ts'
import type { ScenarioOutcome } from './result.ts'
import { saidOnce } from './said-once.ts'

const STRAY = verdictOf(
  { party: 'set-up', what: 'gateway-url-wrong', summary: 'It sends elsewhere.', streams: [] },
  [],
)
const OTHER = verdictOf({ party: 'gateway', what: 'heartbeat-missing', summary: 'None.', streams: [] }, [])

function outcome(
  clause: ScenarioOutcome['clause'],
  verdict: ScenarioOutcome['verdict'] | undefined,
): ScenarioOutcome {
  const common = { clause, name: clause, file: 'scenarios/a.test.ts', durationMs: 1 }
  return verdict === undefined ? { ...common, state: 'passed' } : { ...common, state: 'failed', verdict }
}

test('A backend from which nothing comes is one finding, and what fails for it is not testable.', () => {
  const outcomes = [
    outcome('connection-open/task-stream', STRAY),
    outcome('http/refusals-explained', OTHER),
    outcome('task/progress-delivered', STRAY),
    outcome('send/in-order', undefined),
  ]
  const [first, other, second, passed] = saidOnce(outcomes)
  expect([first, other, passed]).toEqual([outcomes[0], outcomes[1], outcomes[3]])
  expect(second).toEqual({
    ...{ clause: 'task/progress-delivered', name: 'task/progress-delivered', file: 'scenarios/a.test.ts' },
    ...{ durationMs: 1, state: 'not-testable' },
    reason: 'nothing has come from the backend; same cause as connection-open/task-stream',
  })
})

test('Other findings are left as they are.', () => {
  const outcomes = [outcome('http/refusals-explained', OTHER), outcome('http/refusals-explained', OTHER)]
  expect(saidOnce(outcomes)).toBe(outcomes)
})
