import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { collectBackendScenarios } from '../runner/backend/index.ts'
import { collectScenarios } from '../runner/index.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

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
