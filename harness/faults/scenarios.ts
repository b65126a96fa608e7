import { globSync } from 'node:fs'
import { collectBackendScenarios } from '../runner/backend/index.ts'
import { collectScenarios } from '../runner/index.ts'
import { ROOT } from '../util/root.ts'

async function load(pattern: string, exclude: readonly string[] = []): Promise<void> {
  const files = globSync(pattern, { cwd: ROOT, exclude }).toSorted()
  for (const file of files) await import(`${ROOT}${file}`)
}

/** Every scenario about gateways. */
export const gatewayScenarios = await collectScenarios(() =>
  load('scenarios/**/*.test.ts', ['scenarios/backend/**']),
)

/** Every scenario about backends. */
export const backendScenarios = await collectBackendScenarios(() => load('scenarios/backend/**/*.test.ts'))
