import { test as baseTest } from 'vitest'
import { CLAUSES, type ClauseId, isAbout } from '../../contract/index.ts'
import { formatFailure } from '../../diagnosis/format-failure.ts'
import { isStartable } from '../../gateway/index.ts'
import { saveTimeline } from '../../recording/save-recording.ts'
import type { CompletedScenario, Outcome, ScenarioObserver } from '../../scenario/outcome.ts'
import { nameOf } from '../../scenario/scenario-name.ts'
import { GatewaySession } from '../../session/gateway-session.ts'
import type { GatewayRunSettings } from '../../session/settings.ts'
import { workerStage } from '../worker-session.ts'
import type { ScenarioContext, ScriptedScenarioContext } from './context.ts'
import { runScenario, type ScenarioBody } from './run-scenario.ts'

interface ScenarioOptions {
  /** The gateway's heartbeat interval, which only a gateway that we start can be told. */
  readonly heartbeatSeconds?: number
  /** It ends or starts gateways, and so cannot share one. */
  readonly ownGateway?: true
}

/** What a worker reports of a scenario through vitest. */
export interface ScenarioMeta extends Outcome {
  readonly clause: ClauseId
  /** What was seen, where it passed and that was asked for. */
  readonly evidence?: readonly string[]
}

declare module 'vitest' {
  interface TaskMeta {
    scenario?: ScenarioMeta
  }
}

/** The longest time that a clause is about, the callback timeout; added to the bounds of waits for such clauses. */
const MAX_CONTRACT_MS = 5_000

/** Above the bounded waits of a scenario together, so that those speak first; in milliseconds. */
function testLimitMs({ limitMs, readyLimitMs }: GatewayRunSettings): number {
  return 120_000 + 3 * readyLimitMs + 20 * limitMs
}

/** Outside of vitest there are no tests to be made, only scenarios to be collected. */
function makeTest() {
  const { shared, pair } = workerStage()
  return baseTest.extend<{ $worker: { session: GatewaySession } }>({
    session: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter's names
      async ({}, use) => {
        await using session = shared
        await using _pair = pair
        await use(session)
      },
      { scope: 'worker' },
    ],
  })
}

let test: ReturnType<typeof makeTest> | undefined

/** A scenario as it was declared. */
export interface DeclaredScenario extends ScenarioOptions {
  readonly clause: ClauseId
  /** What sets it apart from other scenarios of the clause. */
  readonly variant: string | undefined
  readonly body: ScenarioBody
  /** Only a backend that follows its script can play in it. */
  readonly scripted: boolean
}

let collected: DeclaredScenario[] | undefined

/** The scenarios that are declared while `load` goes on, instead of making them tests. */
export async function collectScenarios(load: () => Promise<unknown>): Promise<readonly DeclaredScenario[]> {
  const found: DeclaredScenario[] = []
  collected = found
  try {
    await load()
  } finally {
    collected = undefined
  }
  return found
}

/** How a scenario is declared. */
interface Declare<Played extends ScenarioContext> {
  (clause: ClauseId, body: (scene: Played) => Promise<void>): void
  /** @param variant what sets it apart from other scenarios of the clause */
  (clause: ClauseId, variant: string, body: (scene: Played) => Promise<void>, options?: ScenarioOptions): void
}

function declaring(scripted: boolean): Declare<ScriptedScenarioContext> {
  return (
    clause: ClauseId,
    second: string | ScenarioBody,
    third?: ScenarioBody,
    options: ScenarioOptions = {},
  ): void => {
    const variant = typeof second === 'string' ? second : undefined
    const body = typeof second === 'function' ? second : third
    if (body === undefined) throw new TypeError(`The scenario for ${clause} has no body.`)
    const declared = { clause, variant, body, scripted, ...options }
    if (collected === undefined) register(declared)
    else collected.push(declared)
  }
}

/**
 * Declares a scenario: a conversation that shows whether a clause holds. Any backend can play in it; one that only a
 * backend following its script can play in is declared by `scenario.scripted`.
 */
export const scenario: Declare<ScenarioContext> & { readonly scripted: Declare<ScriptedScenarioContext> } =
  Object.assign(declaring(false) as Declare<ScenarioContext>, { scripted: declaring(true) })

function register(declared: DeclaredScenario): void {
  const { clause } = declared
  const { settings, shared, pair } = workerStage()
  const alone = isAlone(declared, settings)
  const wanted = isWanted(clause, settings)
  const stage = declared.scripted ? shared : (pair ?? shared)
  if (wanted && !alone && hasBackend(declared, settings)) void stage.warmUp()
  test ??= makeTest()
  test(nameOf(declared), {
    meta: { scenario: { clause } },
    timeout: testLimitMs(settings),
    skip: !wanted,
    concurrent: alone,
  }, async ({ session, task }) => {
    const stage = declared.scripted ? session : (pair ?? session)
    const wentWell = (evidence: readonly string[]): void => {
      task.meta.scenario = { clause, evidence }
    }
    const { keepsEvidence, timelines } = settings
    const onlooker = {
      ...(keepsEvidence === true ? { wentWell } : {}),
      ...(timelines === undefined
        ? {}
        : { judged: (moment: CompletedScenario) => saveTimeline(timelines, declared, moment) }),
    }
    const outcome = await runDeclaredScenario(declared, stage, onlooker)
    if (outcome === undefined) return
    task.meta.scenario = { clause, ...outcome }
    throw new Error(formatFailure(clause, outcome))
  })
}

/**
 * Plays a scenario on a session's gateway, or on one of its own where it needs that.
 * @returns `undefined` when it went well
 */
export async function runDeclaredScenario(
  declared: DeclaredScenario,
  session: GatewaySession,
  onlooker?: ScenarioObserver,
): Promise<Outcome | undefined> {
  const { clause, body, heartbeatSeconds, ownGateway } = declared
  if (!hasBackend(declared, session.settings)) {
    return { notTestable: 'needs a backend that follows a script, and the running gateway calls yours' }
  }
  const contractMs = CLAUSES[clause].timed === true ? MAX_CONTRACT_MS : 0
  if (isAlone(declared, session.settings)) {
    await using own = new GatewaySession(
      session.settings,
      heartbeatSeconds === undefined ? {} : { heartbeatSeconds },
    )
    return await runScenario(own, body, contractMs, onlooker)
  }
  if (ownGateway === true) return { notTestable: 'needs a gateway that we start and stop' }
  if (heartbeatSeconds !== undefined) {
    return {
      notTestable: `needs a gateway that we start, with HEARTBEAT_INTERVAL_SECONDS=${heartbeatSeconds}`,
    }
  }
  return runScenario(session, body, contractMs, onlooker)
}

/** A gateway that somebody else runs calls one backend: the named one, and no script's. */
function hasBackend({ scripted }: DeclaredScenario, { backend, target }: GatewayRunSettings): boolean {
  return !scripted || backend === undefined || isStartable(target)
}

/** Whether it gets a gateway of its own: it takes its time, or ends and starts gateways. */
function isAlone({ clause, ownGateway }: DeclaredScenario, { target }: GatewayRunSettings): boolean {
  return (CLAUSES[clause].timed === true || ownGateway === true) && isStartable(target)
}

function isWanted(clause: ClauseId, settings: GatewayRunSettings): boolean {
  if (!isAbout(clause, settings.capabilities)) return false
  if (settings.only !== undefined && !settings.only.includes(clause)) return false
  return !(settings.fast && CLAUSES[clause].timed === true)
}
