import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import {
  BaseSequencer,
  createVitest,
  type InlineConfig,
  type Reporter,
  type TestSpecification,
  type Vitest,
} from 'vitest/node'
import { isStartableBackend } from '../../backend/index.ts'
import type { Scope } from '../../faults/case.ts'
import type { PlacedFault } from '../../faults/catalogue.ts'
import { isStartableFront } from '../../front/index.ts'
import { isStartable } from '../../gateway/index.ts'
import type { GatewayRunSettings } from '../../runner/index.ts'
import type { BackendSettings } from '../../session/backend-settings.ts'
import { ROOT } from '../../util/root.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'
import { backendProject, faultProject, isTimedFile, scenarioProject } from './projects.ts'

/** If a backend sends nothing, the first clause that needs its sends gets the finding: it is one about sends. */
const ABOUT_SENDS = 'scenarios/backend/version.test.ts'

/** Files with timed scenarios first; the others by name, or for an order other than 0 in an order of its own. */
function timedFirst(order: number): typeof BaseSequencer {
  const place = ({ moduleId }: TestSpecification): string =>
    order === 0 ? moduleId : createHash('sha256').update(`${order} ${moduleId}`).digest('hex')
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = ({ moduleId }: TestSpecification): number =>
        order === 0 && moduleId.endsWith(ABOUT_SENDS) ? 0 : isTimedFile(moduleId) ? 1 : 2
      return files.toSorted((a, b) => rank(a) - rank(b) || (place(a) < place(b) ? -1 : 1))
    }
  }
}

/** In an order other than 0, the scenarios of a file are shuffled too. */
function sequence(order: number): NonNullable<InlineConfig['sequence']> {
  const shuffled = order === 0 ? {} : { shuffle: { files: false, tests: true }, seed: order }
  return { sequencer: timedFirst(order), ...shuffled }
}

/** Vitest, set up to play the scenarios against one gateway. Nothing has run yet. */
export async function prepareGate(
  settings: GatewayRunSettings,
  reporter: Reporter,
  order: number,
): Promise<Vitest> {
  const { backend, fast, front, target } = settings
  // What somebody else runs cannot be shared by two workers.
  const isOurs =
    isStartable(target) &&
    (backend === undefined || isStartableBackend(backend)) &&
    (front === undefined || isStartableFront(front))
  const parallel = !fast && isOurs
  const vitest = await prepared(reporter, ['./compile-cache.ts', './warm-up.ts'], {
    ...scenarioProject,
    maxWorkers: parallel ? 2 : 1,
    fileParallelism: parallel,
    sequence: sequence(order),
  })
  vitest.provide('gate', settings)
  return vitest
}

/** Vitest, set up to play the scenarios against one backend. Nothing has run yet. */
export async function prepareBackendRun(
  settings: BackendSettings,
  reporter: Reporter,
  order: number,
): Promise<Vitest> {
  const vitest = await prepared(reporter, ['./compile-cache.ts'], {
    ...backendProject,
    maxWorkers: 1,
    fileParallelism: false,
    sequence: sequence(order),
  })
  vitest.provide('verifiedBackend', settings)
  return vitest
}

/** Vitest, set up to run these faults. Nothing has run yet. */
export async function prepareFaults(
  faults: readonly Pick<PlacedFault, 'place' | 'name'>[],
  scope: Scope,
  reporter: Reporter,
): Promise<Vitest> {
  const names = faults.map(({ place, name }) => `${place}/${name}`)
  const vitest = await prepared(reporter, ['./compile-cache.ts'], {
    ...faultProject,
    include: [...new Set(faults.map(({ place }) => `harness/faults/${place}-faults.test.ts`))],
    testNamePattern: ` (${names.join('|')})( with a \\w+)?$`,
  })
  vitest.provide('faultScope', scope)
  return vitest
}

/** Takes all that is written, also when nobody reads what it is passed on to: vitest waits until its workers are read empty. */
function passedOnTo(stream: NodeJS.WriteStream): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      if (!stream.destroyed && stream.writable) stream.write(chunk)
      done()
    },
  })
}

/** Vitest writes a token to the data directory of the user, which may be missing or read-only: it gets one of ours. */
async function prepared(
  reporter: Reporter,
  setupFiles: readonly string[],
  config: InlineConfig,
): Promise<Vitest> {
  const { XDG_DATA_HOME: theirs } = process.env
  using data = new TemporaryDirectory()
  process.env.XDG_DATA_HOME = data.path
  try {
    return await createVitest(
      {
        ...config,
        root: ROOT,
        config: false,
        watch: false,
        reporters: [reporter],
        setupFiles: setupFiles.map(file => fileURLToPath(new URL(file, import.meta.url))),
        passWithNoTests: true,
        experimental: { viteModuleRunner: false },
      },
      {},
      { stdout: passedOnTo(process.stdout), stderr: passedOnTo(process.stderr) },
    )
  } finally {
    if (theirs === undefined) delete process.env.XDG_DATA_HOME
    else process.env.XDG_DATA_HOME = theirs
  }
}
