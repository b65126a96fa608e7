import { beforeEach, expect, test } from 'vitest'
import type { TestCase, TestModule } from 'vitest/node'
import type { ScenarioMeta } from '../runner/declarations.ts'
import { LOST } from '../test-support/sample-result.ts'
import { OutcomeReporter } from './outcome-reporter.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

let heard: ScenarioOutcome[]
let ended: string[]
let reporter: OutcomeReporter

beforeEach(() => {
  heard = []
  ended = []
  reporter = new OutcomeReporter('/project', {
    outcome: outcome => heard.push(outcome),
    fileEnded: file => ended.push(file),
  })
})

/** As much of vitest's test case as the reporter reads. */
function testCase(
  state: ReturnType<TestCase['result']>['state'],
  scenario: ScenarioMeta | undefined,
  errors: readonly { readonly message: string }[] = [],
  [name, file]: readonly [name: string, file: string] = ['the name', 'task/connect'],
): TestCase {
  const read: Pick<TestCase, 'id' | 'name' | 'meta' | 'diagnostic' | 'result'> & {
    module: { moduleId: string }
  } = {
    id: name,
    name,
    module: { moduleId: `/project/scenarios/${file}.test.ts` },
    meta: () => (scenario === undefined ? {} : { scenario }),
    diagnostic: () => undefined,
    result: () => ({ state, errors }) as ReturnType<TestCase['result']>,
  }
  return read as TestCase
}

const CLAUSE = { clause: 'connect/fresh-token' } as const

test('A passed scenario is an outcome with its clause, name and file.', () => {
  reporter.onTestCaseResult(testCase('passed', CLAUSE))
  expect(reporter.outcomes).toEqual([
    { ...CLAUSE, name: 'the name', file: 'scenarios/task/connect.test.ts', durationMs: 0, state: 'passed' },
  ])
  expect(heard).toEqual(reporter.outcomes)
})

test('A test that is no scenario does not concern it.', () => {
  reporter.onTestCaseResult(testCase('failed', undefined))
  expect(reporter.outcomes).toEqual([])
  expect(heard).toEqual([])
})

test('A scenario that is skipped was left out.', () => {
  reporter.onTestCaseResult(testCase('skipped', CLAUSE))
  expect(reporter.outcomes).toMatchObject([{ state: 'left-out' }])
})

test('A scenario that was announced and never played is not testable.', () => {
  reporter.onTestCaseResult(testCase('pending', CLAUSE))
  expect(reporter.outcomes).toMatchObject([{ state: 'not-testable' }])
})

test('Order outcomes as the scenarios are declared, not as they end', () => {
  const declared = ['a', 'b', 'c'].map(id => ({ id }))
  reporter.onTestModuleCollected({ children: { allTests: () => declared } } as unknown as TestModule)
  for (const [name, file] of [
    ['c', 'task/send'],
    ['z', 'gateway/send'],
    ['a', 'task/send'],
    ['b', 'task/send'],
  ] as const) {
    reporter.onTestCaseResult(testCase('failed', CLAUSE, [], [name, file]))
  }
  expect(reporter.outcomes.map(({ name }) => name)).toEqual(['z', 'a', 'b', 'c'])
  expect(heard.map(({ name }) => name)).toEqual(['c', 'z', 'a', 'b'])
})

test('What ended the run early is a mishap.', () => {
  reporter.mishap(new Error('a file did not load'))
  expect(reporter.mishaps).toEqual(['a file did not load'])
})

test('A failed scenario keeps its verdict.', () => {
  reporter.onTestCaseResult(testCase('failed', { ...CLAUSE, verdict: LOST }, [{ message: 'the story' }]))
  expect(reporter.outcomes).toMatchObject([{ state: 'failed', verdict: LOST }])
})

test('A failed scenario that could not be judged is not testable, and why.', () => {
  reporter.onTestCaseResult(testCase('failed', { ...CLAUSE, notTestable: 'no port' }))
  expect(reporter.outcomes).toMatchObject([{ state: 'not-testable', reason: 'no port' }])
})

test('A scenario that ended without a verdict is the harness’ own fault.', () => {
  reporter.onTestCaseResult(testCase('failed', CLAUSE, [{ message: 'Test timed out\u001b[31m' }]))
  reporter.onTestCaseResult(testCase('failed', CLAUSE))
  expect(reporter.outcomes.map(({ verdict }) => [verdict?.party, verdict?.summary])).toEqual([
    ['harness', 'Test timed out\\x1b[31m'],
    ['harness', 'vitest gave no reason.'],
  ])
})

test('Errors outside any scenario are kept, harmless.', () => {
  const broken: Pick<TestModule, 'errors' | 'moduleId'> = {
    moduleId: '/project/scenarios/task/send.test.ts',
    errors: () => [{ message: 'does not load\u0007' }],
  }
  reporter.onTestModuleEnd(broken as TestModule)
  reporter.onTestRunEnd([], [{ message: 'a worker broke' }])
  expect(reporter.mishaps).toEqual(['does not load\\x07', 'a worker broke'])
  expect(ended).toEqual(['scenarios/task/send.test.ts'])
})
