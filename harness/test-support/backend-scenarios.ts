import { globSync } from 'node:fs'
import { collectBackendScenarios, type DeclaredBackendScenario } from '../runner/backend/scenario.ts'
import { ROOT } from '../util/root.ts'

/** For tests: every scenario about backends. */
export function allBackendScenarios(): Promise<readonly DeclaredBackendScenario[]> {
  return collectBackendScenarios(async () => {
    for (const file of globSync('scenarios/backend/**/*.test.ts', { cwd: ROOT }))
      await import(`${ROOT}${file}`)
  })
}
