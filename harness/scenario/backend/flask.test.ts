import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type BackendFault, isBackendFault } from '../../backend/application/faults.ts'
import { flaskForTests } from '../../backend/running/flask/availability.ts'
import { flaskFaults, type StartableBackend } from '../../backend/running/index.ts'
import type { ClauseId } from '../../contract/index.ts'
import { storyOf } from '../story.ts'
import { BACKEND_BREAKS } from './backend-faults-and-clauses.ts'
import {
  BackendSession,
  collectBackendScenarios,
  type DeclaredBackendScenario,
  defaultBackendSettings,
  judgeBackendScenario,
} from './index.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const scenarios = await collectBackendScenarios(async () => {
  for (const file of globSync('scenarios/backend/**/*.test.ts', { cwd: ROOT })) await import(`${ROOT}${file}`)
})

const flask = await flaskForTests('What the bundled Flask backend owes')

/** The stories of what does not go well. */
async function stories(
  wanted: readonly DeclaredBackendScenario[],
  environment: Readonly<Record<string, string>> = {},
  limitMs?: number,
): Promise<Map<ClauseId, string>> {
  const target = flask as StartableBackend
  const settings = defaultBackendSettings({
    ...target,
    environment: { ...target.environment, ...environment },
  })
  await using session = new BackendSession({ ...settings, ...(limitMs === undefined ? {} : { limitMs }) })
  const told = new Map<ClauseId, string>()
  for (const declared of wanted) {
    if (told.has(declared.clause)) continue
    const outcome = await judgeBackendScenario(declared, session)
    if (outcome !== undefined) told.set(declared.clause, storyOf(declared.clause, outcome))
  }
  return told
}

describe.runIf(flask)('The bundled Flask backend', { timeout: 180_000 }, () => {
  test('keeps its side of the contract.', async () => {
    expect([...(await stories(scenarios)).values()].join('\n\n')).toBe('')
  })

  test('has its faults in common with the mock one.', () => {
    expect(flaskFaults().filter(name => !isBackendFault(name))).toEqual([])
  })

  // What is red needs no patience, and what else they break is shown of the mock one.
  test.concurrent.for(flaskFaults())(
    'breaks with the fault %s what the mock one breaks with it.',
    async fault => {
      const clauses: readonly ClauseId[] = BACKEND_BREAKS[fault as BackendFault]
      const wanted = scenarios.filter(({ clause }) => clauses.includes(clause))
      const told = await stories(wanted, { SSE_BACKEND_FAULTS: fault }, 1_000)
      expect([...told.keys()].toSorted()).toEqual(clauses.toSorted())
      for (const story of told.values()) expect(story).toContain('   backend at fault: ')
    },
  )
})
