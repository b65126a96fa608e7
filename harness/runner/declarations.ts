import { test as baseTest } from 'vitest'
import { CLAUSES, type ClauseId } from '../contract/index.ts'
import { formatFailure } from '../diagnosis/format-failure.ts'
import type { Outcome, PlayedBy } from '../scenario/outcome.ts'
import { nameOf } from '../scenario/scenario-name.ts'
import type { RunSettings } from '../session/run-settings.ts'

/** What a worker reports of a scenario through vitest. */
export interface ScenarioMeta extends Outcome {
  readonly clause: ClauseId
  /** What was seen, where it passed and that was asked for. */
  readonly evidence?: readonly string[]
  /** Where a browser takes part. */
  readonly playedBy?: PlayedBy
}

declare module 'vitest' {
  interface TaskMeta {
    scenario?: ScenarioMeta
  }
}

/** The parts of any scenario as it was declared. */
export interface Declared<Id extends ClauseId = ClauseId, Context = never> {
  readonly clause: Id
  /** What sets it apart from other scenarios of the clause. */
  readonly variant: string | undefined
  readonly body: (context: Context) => Promise<void>
}

/** How a scenario is declared. */
export interface Declare<Id extends ClauseId, Context, Options> {
  (clause: Id, body: (context: Context) => Promise<void>): void
  /** @param variant what sets it apart from other scenarios of the clause */
  (clause: Id, variant: string, body: (context: Context) => Promise<void>, options?: Options): void
}

/** How scenarios of a kind become tests of vitest. */
export interface ScenarioKind<One extends Declared> {
  /** Of the worker. Asked for only where scenarios become tests: where they are collected there may be no worker. */
  readonly settings: () => RunSettings
  /** The sessions that the tests of a worker share; the last one ends first. */
  readonly sessions: () => readonly AsyncDisposable[]
  /** Whether the clause is about the party under test. */
  readonly isAbout?: (declared: One) => boolean
  /** Whether the scenario shares nothing with others, and can run at the same time. */
  readonly isAlone?: (declared: One) => boolean
  /** Begins what the scenario needs, while the worker still loads others. */
  readonly warmUp?: (declared: One) => void
  /** @returns the outcome; `undefined` when it went well */
  readonly run: (
    declared: One,
    onSeen: (seen: Pick<ScenarioMeta, 'evidence' | 'playedBy'>) => void,
  ) => Promise<Outcome | undefined>
}

/** The scenarios of one kind: collected while somebody collects them, tests of vitest otherwise. */
export class Declarations<One extends Declared> {
  readonly #kind: ScenarioKind<One>
  #collected: One[] | undefined
  #test: ReturnType<typeof makeTest> | undefined

  constructor(kind: ScenarioKind<One>) {
    this.#kind = kind
  }

  /** The scenarios that are declared while `load` goes on, instead of making them tests. */
  async collect(load: () => Promise<unknown>): Promise<readonly One[]> {
    const found: One[] = []
    this.#collected = found
    try {
      await load()
    } finally {
      this.#collected = undefined
    }
    return found
  }

  /** @param complete adds the options to the parts that every scenario has */
  declaring<Id extends ClauseId, Context, Options>(
    complete: (named: Declared<Id, Context>, options: Options | undefined) => One,
  ): Declare<Id, Context, Options> {
    return (
      clause: Id,
      second: string | Declared<Id, Context>['body'],
      third?: Declared<Id, Context>['body'],
      options?: Options,
    ): void => {
      const variant = typeof second === 'string' ? second : undefined
      const body = typeof second === 'function' ? second : third
      if (body === undefined) throw new TypeError(`The scenario for ${clause} has no body.`)
      const declared = complete({ clause, variant, body }, options)
      if (this.#collected === undefined) this.#register(declared)
      else this.#collected.push(declared)
    }
  }

  #register(declared: One): void {
    const { isAbout, isAlone, run, sessions, settings, warmUp } = this.#kind
    const { clause } = declared
    const stated = settings()
    const isWanted = (isAbout?.(declared) ?? true) && isSelected(clause, stated)
    if (isWanted) warmUp?.(declared)
    this.#test ??= makeTest(sessions)
    this.#test(
      nameOf(declared),
      {
        meta: { scenario: { clause } },
        timeout: testLimitMs(stated),
        skip: !isWanted,
        concurrent: isAlone?.(declared) ?? false,
      },
      async ({ sessions: _, task }) => {
        const outcome = await run(declared, seen => {
          task.meta.scenario = { clause, ...task.meta.scenario, ...seen }
        })
        if (outcome === undefined) return
        const { playedBy } = task.meta.scenario ?? {}
        task.meta.scenario = { clause, ...outcome, ...(playedBy === undefined ? {} : { playedBy }) }
        throw new Error(formatFailure(clause, outcome))
      },
    )
  }
}

/** The sessions of a worker end with it. */
function makeTest(sessions: () => readonly AsyncDisposable[]) {
  return baseTest.extend<{ $worker: { sessions: readonly AsyncDisposable[] } }>({
    sessions: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter's names
      async ({}, use) => {
        await using stack = new AsyncDisposableStack()
        for (const session of sessions()) stack.use(session)
        await use(sessions())
      },
      { scope: 'worker' },
    ],
  })
}

/** Above the limits of all waits of a scenario together, so that those report first; in milliseconds. */
function testLimitMs({ limitMs, readyLimitMs }: RunSettings): number {
  return 120_000 + 3 * readyLimitMs + 20 * limitMs
}

function isSelected(clause: ClauseId, { fast, only }: RunSettings): boolean {
  if (only !== undefined && !only.includes(clause)) return false
  return !(fast && CLAUSES[clause].timed === true)
}
