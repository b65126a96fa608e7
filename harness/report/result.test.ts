import { describe, expect, test } from 'vitest'
import { CLAUSE_IDS, CLAUSES, type ClauseId, capabilitiesOf, clausesOf } from '../contract/index.ts'
import { clauseResult, LOST } from '../test-support/sample-result.ts'
import { type ClauseResult, type Counts, count, exitCodeFor, type Judgement, judge } from './result.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

const MUST = clauseWhere(id => CLAUSES[id].level === 'MUST' && CLAUSES[id].timed === undefined)
const SHOULD = clauseWhere(id => CLAUSES[id].level === 'SHOULD')
const TIMED = clauseWhere(id => CLAUSES[id].timed === true)

/** The day on which the tests below judge. */
const TODAY = new Date('2027-03-31T23:59:59Z')

function clauseWhere(holds: (id: ClauseId) => boolean): ClauseId {
  const id = CLAUSE_IDS.find(holds)
  if (id === undefined) throw new Error('The catalogue has no clause for this test; expected at least one.')
  return id
}

function outcome(
  clause: ClauseId,
  state: ScenarioOutcome['state'],
  more: Partial<ScenarioOutcome> = {},
): ScenarioOutcome {
  return { clause, name: clause, file: 'scenarios/x.test.ts', state, durationMs: 1, ...more }
}

function judged(clause: ClauseId, judgement: Partial<Judgement>): ClauseResult | undefined {
  return judge({
    subject: capabilitiesOf('callback-events'),
    fileSelected: false,
    fast: false,
    strict: false,
    now: TODAY,
    outcomes: [],
    knownFailures: [],
    unreached: 'no scenario reached it',
    reproduction: (_clause, scenario) => `again: ${scenario}`,
    ...judgement,
  }).find(({ id }) => id === clause)
}

describe('A clause', () => {
  test('A clause passes when all its scenarios pass.', () => {
    const outcomes = [outcome(MUST, 'passed'), outcome(MUST, 'passed', { name: 'other', durationMs: 2.26 })]
    const result = judged(MUST, { outcomes })
    expect(result).toEqual({
      id: MUST,
      level: 'MUST',
      status: 'passed',
      scenarios: [
        { name: MUST, file: 'scenarios/x.test.ts', state: 'passed' },
        { name: 'other', file: 'scenarios/x.test.ts', state: 'passed' },
      ],
      durationMs: 3.3,
    })
  })

  test('A MUST clause fails with its first failing scenario.', () => {
    const second = { ...LOST, summary: 'second' }
    const outcomes = [
      outcome(MUST, 'passed'),
      outcome(MUST, 'failed', { verdict: LOST }),
      outcome(MUST, 'failed', { verdict: second }),
      outcome(MUST, 'not-testable', { reason: 'x' }),
    ]
    expect(judged(MUST, { outcomes })).toMatchObject({
      status: 'failed',
      verdict: LOST,
      reproduce: `again: ${MUST}`,
    })
  })

  test('A SHOULD clause whose scenario fails is a warning.', () => {
    const outcomes = [outcome(SHOULD, 'failed', { verdict: LOST })]
    expect(judged(SHOULD, { outcomes })).toMatchObject({ status: 'warning', level: 'SHOULD', verdict: LOST })
  })

  test.each([MUST, SHOULD])('A known failure that fails, %s, keeps verdict and reason.', clause => {
    const outcomes = [outcome(clause, 'failed', { verdict: LOST })]
    const knownFailures = [{ clause, reason: 'it never did' }]
    expect(judged(clause, { outcomes, knownFailures })).toMatchObject({
      status: 'known-failure',
      verdict: LOST,
      reason: 'it never did',
    })
  })

  test.each([MUST, SHOULD])('A known failure that passes, %s, is stale.', clause => {
    const outcomes = [outcome(clause, 'passed')]
    const knownFailures = [{ clause, reason: 'it never did' }]
    expect(judged(clause, { outcomes, knownFailures })).toMatchObject({
      status: 'stale',
      reason: 'listed as a known failure ("it never did"), and it holds now: remove the entry',
    })
  })

  test('A clause with a scenario that could not be judged is not testable, even if another passed or it is a known failure.', () => {
    const outcomes = [outcome(MUST, 'passed'), outcome(MUST, 'not-testable', { reason: 'no port' })]
    expect(judged(MUST, { outcomes })).toMatchObject({ status: 'not-testable', reason: 'no port' })
    const knownFailures = [{ clause: MUST, reason: 'it never did' }]
    expect(judged(MUST, { outcomes, knownFailures })).toMatchObject({ status: 'not-testable' })
  })

  test.each([
    ['has no scenario', []],
    ['has only scenarios that were skipped', [outcome(MUST, 'left-out')]],
  ])('A clause that %s is not testable.', (_what, outcomes) => {
    expect(judged(MUST, { outcomes })).toMatchObject({
      status: 'not-testable',
      reason: 'no scenario reached it',
    })
    expect(judged(MUST, { outcomes, knownFailures: [{ clause: MUST, reason: 'r' }] })?.status).toBe(
      'not-testable',
    )
  })

  test('A clause that is not selected is skipped, whatever its outcome.', () => {
    const outcomes = [outcome(MUST, 'failed', { verdict: LOST })]
    expect(judged(MUST, { outcomes, only: [SHOULD] })).toMatchObject({
      status: 'left-out',
      reason: 'not selected',
      leftOutBy: '--only',
    })
    expect(judged(MUST, { outcomes, only: [SHOULD, MUST] })).toMatchObject({ status: 'failed' })
  })

  test('A clause without a scenario in the chosen files is skipped.', () => {
    expect(judged(MUST, { fileSelected: true })).toMatchObject({
      status: 'left-out',
      reason: 'not in the selected files',
      leftOutBy: '--only',
    })
    const outcomes = [outcome(MUST, 'passed')]
    expect(judged(MUST, { fileSelected: true, outcomes })).toMatchObject({ status: 'passed' })
  })

  test('A fast run skips the timed clauses and no others.', () => {
    const outcomes = [outcome(TIMED, 'left-out'), outcome(MUST, 'passed')]
    expect(judged(TIMED, { fast: true, outcomes })).toMatchObject({
      status: 'left-out',
      reason: 'it measures wall-clock time',
      leftOutBy: '--fast',
    })
    expect(judged(MUST, { fast: true, outcomes })).toMatchObject({ status: 'passed' })
    expect(judged(TIMED, { outcomes: [outcome(TIMED, 'passed')] })).toMatchObject({ status: 'passed' })
  })
})

describe('A known failure that has a last day', () => {
  const entry = (expires: string) => [
    { clause: MUST, reason: 'slow', link: 'https://example.org/1', expires },
  ]
  const outcomes = [outcome(MUST, 'failed', { verdict: LOST })]

  test('A known failure excuses its clause through its last day, in UTC.', () => {
    expect(judged(MUST, { outcomes, knownFailures: entry('2027-03-31') })).toMatchObject({
      status: 'known-failure',
      reason: 'slow',
      link: 'https://example.org/1',
      expires: '2027-03-31',
    })
  })

  test('A known failure fails the run from the day after its last day, with the verdict.', () => {
    const result = judged(MUST, { outcomes, knownFailures: entry('2027-03-30') })
    expect(result).toMatchObject({ status: 'stale', verdict: LOST })
    expect(result?.reason).toMatch(/expired on 2027-03-30: fix the gateway, or give a new date/)
    expect(exitCodeFor(count(result === undefined ? [] : [result]))).toBe(1)
  })
})

test('A SHOULD clause that fails is a warning, and with --strict a failure.', () => {
  const outcomes = [outcome(SHOULD, 'failed', { verdict: LOST })]
  expect(judged(SHOULD, { outcomes })).toMatchObject({ status: 'warning' })
  expect(judged(SHOULD, { outcomes, strict: true })).toMatchObject({ status: 'failed' })
  const knownFailures = [{ clause: SHOULD, reason: 'later' }]
  expect(judged(SHOULD, { outcomes, strict: true, knownFailures })).toMatchObject({ status: 'known-failure' })
})

test('Every clause of the edition is judged, in the order of the catalogue.', () => {
  const results = judge({
    subject: capabilitiesOf('callback-events'),
    fileSelected: false,
    fast: false,
    strict: false,
    now: TODAY,
    outcomes: [],
    knownFailures: [],
    unreached: 'x',
    reproduction: () => '',
  })
  expect(results.map(({ id }) => id)).toEqual(clausesOf(capabilitiesOf('callback-events')))
})

test('Every status is counted under its own name.', () => {
  const clauses = (
    ['passed', 'failed', 'warning', 'known-failure', 'stale', 'not-testable', 'left-out'] as const
  ).flatMap((status, at) => Array.from({ length: at + 1 }, () => clauseResult(MUST, status)))
  expect(count(clauses)).toEqual({
    passed: 1,
    failed: 2,
    warnings: 3,
    knownFailures: 4,
    stale: 5,
    notTestable: 6,
    leftOut: 7,
  })
})

describe('The exit code', () => {
  test.each<[Partial<Counts>, 0 | 1 | 3, string]>([
    [{ passed: 1 }, 0, 'everything passed'],
    [
      { passed: 1, warnings: 1, knownFailures: 1, leftOut: 5 },
      0,
      'the other clauses are warnings, known failures or skipped',
    ],
    [{ knownFailures: 1 }, 0, 'the only clause is known to fail'],
    [{ warnings: 1 }, 0, 'the only clause is a warning'],
    [{ passed: 9, failed: 1 }, 1, 'a MUST clause failed'],
    [{ passed: 9, stale: 1 }, 1, 'a known failure healed'],
    [{ failed: 1, notTestable: 1 }, 1, 'something failed, and something is not testable'],
    [{ stale: 1, notTestable: 1 }, 1, 'something is stale, and something not testable'],
    [{ stale: 1 }, 1, 'the only clause is stale'],
    [{ passed: 9, notTestable: 1 }, 3, 'something is not testable'],
    [{ notTestable: 1 }, 3, 'nothing is testable'],
    [{ leftOut: 9 }, 3, 'everything was left out'],
    [{}, 3, 'nothing was judged'],
  ])('for %j is %i: %s.', (counts, code) => {
    const none = count([])
    expect(exitCodeFor({ ...none, ...counts })).toBe(code)
  })
})

test('An error outside the scenarios keeps a run from passing.', () => {
  const passed = { ...count([]), passed: 9 }
  expect(exitCodeFor(passed, 1)).toBe(3)
  expect(exitCodeFor({ ...passed, failed: 1 }, 1)).toBe(1)
})
