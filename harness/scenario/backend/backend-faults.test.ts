import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { BackendFault } from '../../backend/application/faults.ts'
import { mockBackendTarget } from '../../backend/serving/index.ts'
import { CLAUSES, type ClauseId, clausesOf } from '../../contract/index.ts'
import type { Verdict } from '../../verdict/index.ts'
import { BACKEND_BREAKS } from './backend-faults-and-clauses.ts'
import {
  BackendSession,
  collectBackendScenarios,
  defaultBackendSettings,
  judgeBackendScenario,
} from './index.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const files = globSync('scenarios/backend/**/*.test.ts', { cwd: ROOT }).toSorted()
const scenarios = await collectBackendScenarios(async () => {
  for (const file of files) await import(`${ROOT}${file}`)
})

describe('each fault of the mock application', () => {
  test.concurrent.for(Object.entries(BACKEND_BREAKS))(
    '%s breaks exactly its clauses',
    async ([fault, clauses]) => {
      const red = await redWith(fault as BackendFault, clauses)
      expect([...red.keys()].toSorted()).toEqual(clauses.toSorted())
      expect([...red].map(([id, { party }]) => `${id}: ${party}`)).toEqual(
        [...red.keys()].map(id => `${id}: backend`),
      )
    },
  )
})

test('Every clause about backends has a fault that breaks it.', () => {
  const broken = new Set<ClauseId>(Object.values(BACKEND_BREAKS).flat())
  expect(clausesOf('backend').filter(id => !broken.has(id))).toEqual([])
})

test('Every clause about backends has a scenario.', () => {
  const played = new Set<ClauseId>(scenarios.map(({ clause }) => clause))
  expect(clausesOf('backend').filter(id => !played.has(id))).toEqual([])
})

/** What turns red with a fault: by the verdict on the first scenario that fails. What takes its time, or a process of its own, is judged where it is the point. */
async function redWith(fault: BackendFault, clauses: readonly ClauseId[]): Promise<Map<ClauseId, Verdict>> {
  await using session = new BackendSession({
    ...defaultBackendSettings(mockBackendTarget({ faults: [fault] })),
    limitMs: 3_000,
  })
  const red = new Map<ClauseId, Verdict>()
  for (const declared of scenarios) {
    const { clause, own, production } = declared
    const costly = CLAUSES[clause].timed ?? own ?? production ?? false
    if (red.has(clause) || (costly && !clauses.includes(clause))) continue
    const outcome = await judgeBackendScenario(declared, session)
    if (outcome?.notTestable !== undefined) throw new Error(`${clause}: ${outcome.notTestable}`)
    if (outcome?.verdict !== undefined) red.set(clause, outcome.verdict)
  }
  return red
}
