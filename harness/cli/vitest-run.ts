import { fileURLToPath } from 'node:url'
import { BaseSequencer, createVitest, type Reporter, type TestSpecification, type Vitest } from 'vitest/node'
import { isStartable } from '../gateway/index.ts'
import type { GateSettings } from '../scenario/index.ts'
import { scenarioProject } from './vitest-project.ts'

/** The project's own directory, where the scenarios lie. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Clauses about time wait in a worker of their own, while another goes through everything else. */
const TIMED_FILE = 'scenarios/gateway/time.test.ts'

class TimedFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isTimed = (file: TestSpecification): number => (file.moduleId.endsWith(TIMED_FILE) ? 0 : 1)
    return files.toSorted((a, b) => isTimed(a) - isTimed(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

/** Vitest, set up to play the scenarios against one gateway. Nothing has run yet. */
export async function prepareVitest(settings: GateSettings, reporter: Reporter): Promise<Vitest> {
  const parallel = !settings.fast && isStartable(settings.target)
  const vitest = await createVitest('test', {
    ...scenarioProject,
    root: ROOT,
    config: false,
    watch: false,
    reporters: [reporter],
    maxWorkers: parallel ? 2 : 1,
    fileParallelism: parallel,
    sequence: { sequencer: TimedFirst },
    passWithNoTests: true,
    experimental: { viteModuleRunner: false },
  })
  vitest.provide('gate', settings)
  return vitest
}
