import { configDefaults, defineConfig } from 'vitest/config'
import { backendProject, scenarioProject } from './harness/cli/vitest-project.ts'
import { EDITIONS } from './harness/contract/index.ts'
import { defaultBackendSettings } from './harness/scenario/backend/settings.ts'
import { defaultSettings } from './harness/scenario/settings.ts'

const FAULTS = [
  'harness/scenario/faults.test.ts',
  'harness/scenario/backend/backend-faults.test.ts',
  'harness/scenario/backend/flask.test.ts',
]

export default defineConfig({
  test: {
    projects: [
      // The whole suite, on the reference gateway of each edition.
      ...EDITIONS.map(edition => ({
        test: { ...scenarioProject, name: edition, provide: { gate: defaultSettings(edition) } },
      })),
      // What a backend owes, on the mock application.
      {
        test: {
          ...backendProject,
          name: 'backend-mock',
          fileParallelism: false,
          provide: { verifiedBackend: defaultBackendSettings() },
        },
      },
      {
        test: {
          name: 'harness',
          pool: 'threads' as const,
          // The bounded waits inside speak first, also on a machine that has other things to do.
          testTimeout: 60_000,
          include: ['harness/**/*.test.ts', 'fixtures/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...FAULTS],
        },
      },
      {
        // A gateway or a backend for every fault, three at a time, when everything else is done.
        test: {
          name: 'faults',
          pool: 'threads' as const,
          include: FAULTS,
          maxConcurrency: 3,
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
