import { describe, expect, test } from 'vitest'
import { isBackendFault } from '../../../fixtures/faults/backend/index.ts'
import { flaskFaults } from '../../backend/index.ts'
import { type ClauseId, isAbout } from '../../contract/index.ts'
import { formatFailure } from '../../diagnosis/format-failure.ts'
import { backendScenarios } from '../../faults/scenarios.ts'
import { flaskForTests } from '../../test-support/availability.ts'
import { BackendSession, defaultBackendSettings, runDeclaredBackendScenario } from './index.ts'

const unscraped = backendScenarios.filter(({ clause }) => isAbout(clause, 'backend'))

const flask = await flaskForTests('What the bundled Flask backend owes')

/** The stories of what does not go well. */
async function stories(): Promise<Map<ClauseId, string>> {
  await using session = new BackendSession(defaultBackendSettings(flask))
  const told = new Map<ClauseId, string>()
  for (const declared of unscraped) {
    if (told.has(declared.clause)) continue
    const outcome = await runDeclaredBackendScenario(declared, session)
    if (outcome !== undefined) told.set(declared.clause, formatFailure(declared.clause, outcome))
  }
  return told
}

describe.runIf(flask)('The bundled Flask backend', { timeout: 180_000 }, () => {
  test('keeps its side of the contract.', async () => {
    expect([...(await stories()).values()].join('\n\n')).toBe('')
  })

  test('has its faults in common with the mock one.', () => {
    expect(flaskFaults().filter(name => !isBackendFault(name))).toEqual([])
  })
})
