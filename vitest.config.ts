import { defineConfig } from 'vitest/config'
import { scenarioProject } from './harness/cli/vitest-project.ts'

export default defineConfig({
  test: {
    projects: [
      { test: { ...scenarioProject, name: 'scenarios' } },
      {
        test: {
          name: 'harness',
          pool: 'threads',
          include: ['harness/**/*.test.ts', 'fixtures/**/*.test.ts'],
        },
      },
    ],
  },
})
