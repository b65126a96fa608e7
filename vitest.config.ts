import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { backendProject, faultProject, scenarioProject } from './harness/cli/vitest/projects.ts'
import { EDITIONS } from './harness/contract/index.ts'
import { defaultBackendSettings } from './harness/session/backend-settings.ts'
import { defaultSettings } from './harness/session/settings.ts'

/** They play the whole suite on applications that share the machine badly. */
const FLASK = ['harness/runner/backend/flask.test.ts', 'harness/runner/backend/example-backend.test.ts']

/** They take minutes: started last, they would run alone at the end. */
const LONGEST = ['backend-faults.test.ts', 'gateway-faults.test.ts']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      LONGEST.findIndex(name => moduleId.endsWith(name))
    return (await super.sort(files)).toSorted((one, other) => rank(other) - rank(one))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // The whole suite, on the reference gateway of each edition.
      ...EDITIONS.map(edition => ({
        test: { ...scenarioProject, name: edition, provide: { gate: defaultSettings(edition) } },
      })),
      // The clauses about backends, on the mock application.
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
          // They mostly wait for programs that they start.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // The bounded waits inside speak first, also on a machine that has other things to do.
          testTimeout: 60_000,
          include: ['harness/**/*.test.ts', 'fixtures/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...faultProject.include, ...FLASK],
        },
      },
      {
        // What must not compile: `*.test-d.ts` files are type-checked, and not run.
        test: {
          name: 'types',
          include: [],
          typecheck: { enabled: true, only: true, include: ['harness/**/*.test-d.ts'] },
        },
      },
      {
        // When everything else is done, since it leaves nothing of the machine to others.
        test: {
          ...faultProject,
          name: 'faults',
          include: [...faultProject.include, ...FLASK],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
