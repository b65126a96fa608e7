import { expect, test } from 'vitest'
import { LOST } from '../test-support/sample-result.ts'
import { repetitionsOf } from './repetitions.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

function outcome(
  name: string,
  state: ScenarioOutcome['state'],
  more: Partial<ScenarioOutcome> = {},
): ScenarioOutcome {
  return { clause: 'send/in-order', name, file: 'scenarios/task/send.test.ts', durationMs: 2, state, ...more }
}

test('A scenario that comes out the same every time does not vary, and its time adds up.', () => {
  expect(repetitionsOf([[outcome('a', 'passed')], [outcome('a', 'passed')]])).toEqual({
    outcomes: [outcome('a', 'passed', { durationMs: 4 })],
    variations: [],
  })
})

test('One that fails now and then has failed, and varies: with both records and the runs it failed in.', () => {
  const evidence = ['    0.1 ms  client  → gateway   GET /']
  const { outcomes, variations } = repetitionsOf([
    [outcome('a', 'passed', { evidence })],
    [outcome('a', 'failed', { verdict: LOST })],
    [outcome('a', 'passed', { evidence })],
  ])
  expect(outcomes).toMatchObject([{ name: 'a', state: 'failed', verdict: LOST }])
  expect(variations).toEqual([
    {
      clause: 'send/in-order',
      name: 'a',
      file: 'scenarios/task/send.test.ts',
      times: { passed: 2, failed: 1 },
      runs: [2],
      verdict: LOST,
      passed: evidence,
    },
  ])
})

test('Scenarios of the same name in other files are others.', () => {
  const there = outcome('a', 'failed', { verdict: LOST, file: 'scenarios/version/send.test.ts' })
  expect(repetitionsOf([[outcome('a', 'passed'), there]]).variations).toEqual([])
})

test('One that could not be judged in one of the runs varies.', () => {
  const { outcomes, variations } = repetitionsOf([
    [outcome('a', 'passed')],
    [outcome('a', 'not-testable', { reason: 'no backend' })],
  ])
  expect(outcomes).toMatchObject([{ state: 'not-testable', reason: 'no backend' }])
  expect(variations).toMatchObject([{ times: { passed: 1, 'not-testable': 1 }, runs: [2] }])
})
