import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../fixtures/faults/fault.ts'
import { FRONTEND_FAULTS } from '../../fixtures/faults/frontend.ts'
import { FrontendServer } from '../../fixtures/frontend/server.ts'
import { CLAUSE_IDS, DEFAULT_EDITION, EDITIONS, type Edition, isAboutFrontend } from '../contract/index.ts'
import type { ScenarioOutcome } from '../report/index.ts'
import { needs } from '../test-support/availability.ts'
import { FrontendSession, lookAtPage } from './index.ts'

const program = needs('chromium', 'The judgement of a page of the frontend')

test('Every clause about frontends has a fault that breaks it.', () => {
  const broken = Object.values<Fault>(FRONTEND_FAULTS).flatMap(({ breaks = [] }) => breaks)
  expect(CLAUSE_IDS.filter(isAboutFrontend).filter(id => !broken.includes(id))).toEqual([])
})

describe.runIf(program)('A page of the frontend', { timeout: 300_000 }, () => {
  let server: FrontendServer
  beforeAll(async () => {
    server = await FrontendServer.listen()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  const requestFor = (edition: Edition, faults: readonly string[]) => {
    const parameters = new URLSearchParams({ task_id: '42', announce: '1.5.0', edition })
    for (const fault of faults) parameters.append('fault', fault)
    const browser = { name: 'chromium', program: String(program) } as const
    return { url: `${server.url}?${parameters}`, edition, browser, limitMs: 20_000 }
  }

  async function judged(edition: Edition, ...faults: string[]): Promise<readonly ScenarioOutcome[]> {
    await using session = await FrontendSession.begin(requestFor(edition, faults))
    const outcomes: ScenarioOutcome[] = []
    await session.judge(outcome => outcomes.push(outcome))
    return outcomes
  }

  test.each(EDITIONS)('that keeps the contract passes every clause of the edition %s.', async edition => {
    const outcomes = await judged(edition)
    expect(outcomes.filter(({ state }) => state !== 'passed')).toEqual([])
    const ready = outcomes.some(({ clause }) => clause === 'frontend/ready-awaited')
    expect(ready).toBe(edition === 'envelope')
  })

  test.each(Object.entries<Fault>(FRONTEND_FAULTS))(
    'with the fault %s breaks exactly its clauses, and is at fault itself.',
    async (name, { breaks = [], edition = DEFAULT_EDITION }) => {
      const outcomes = await judged(edition, name)
      const red = outcomes.filter(({ state }) => state !== 'passed')
      expect(red.map(({ clause, state, verdict }) => [clause, state, verdict?.party])).toEqual(
        breaks.map(clause => [clause, 'failed', 'frontend']),
      )
      for (const { verdict } of red) expect(verdict?.evidence.at(-1)).toMatch(/✗ expected/)
    },
  )

  test('is one point of a longer list by the first thing that is wrong with it.', async () => {
    const only = ['frontend/removed-targets-unused'] as const
    expect(await lookAtPage({ ...requestFor(DEFAULT_EDITION, []), only })).toBeUndefined()
    const wrong = await lookAtPage({ ...requestFor(DEFAULT_EDITION, ['removed-target']), only })
    expect(wrong?.verdict?.finding).toBe('frontend/removed-target-used')
    const gone = await lookAtPage({ ...requestFor(DEFAULT_EDITION, []), url: `${server.url}none` })
    expect(gone?.notTestable).toMatch(/\/none answers 404; expected a page/)
  })
})
