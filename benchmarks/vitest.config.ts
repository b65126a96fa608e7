import { defineConfig } from 'vitest/config'
import { scenarioProject } from '../harness/cli/vitest/projects.ts'

// The floor under every gate: vitest itself, and the import of the harness.
export default defineConfig({ test: { ...scenarioProject, include: ['benchmarks/empty.test.ts'] } })
