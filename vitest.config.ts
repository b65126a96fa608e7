import { configDefaults, defineConfig } from 'vitest/config'
import { scenarioProject } from './harness/cli/vitest-project.ts'

const FAULTS = 'harness/cli/faults.test.ts'

export default defineConfig({
  test: {
    projects: [
      { test: { ...scenarioProject, name: 'scenarios' } },
      {
        test: {
          name: 'harness',
          pool: 'threads',
          include: ['harness/**/*.test.ts', 'fixtures/**/*.test.ts'],
          exclude: [...configDefaults.exclude, FAULTS],
        },
      },
      {
        // A hundred gates, two at a time, when everything else is done.
        test: {
          name: 'faults',
          pool: 'threads',
          include: [FAULTS],
          maxConcurrency: 2,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
