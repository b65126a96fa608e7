import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { collectBackendScenarios, type DeclaredBackendScenario } from '../runner/backend/scenario.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** For tests: every scenario about backends. */
export function allBackendScenarios(): Promise<readonly DeclaredBackendScenario[]> {
  return collectBackendScenarios(async () => {
    for (const file of globSync('scenarios/backend/**/*.test.ts', { cwd: ROOT }))
      await import(`${ROOT}${file}`)
  })
}
