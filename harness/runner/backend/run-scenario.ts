import type { BackendClauseId } from '../../contract/index.ts'
import {
  type BackendFacts,
  diagnoseBackend,
  type FindingId,
  redact,
  SENT_ELSEWHERE,
  sameCauseAs,
  ViolationError,
} from '../../diagnosis/index.ts'
import { MockGateway } from '../../mock-gateway/index.ts'
import { BackendUnderTest } from '../../scenario/backend/backend-under-test.ts'
import type { BackendScenarioContext } from '../../scenario/backend/context.ts'
import type { CompletedBackendScenario, Outcome, ScenarioObserver } from '../../scenario/outcome.ts'
import type { BackendSession, Mode } from '../../session/backend-session.ts'
import type { StartedBackend } from '../../session/started-backend.ts'
import { Timeline } from '../../timeline/index.ts'
import { NotTestableError } from '../../util/errors.ts'
import { createBackendContext } from './context.ts'
import { factsOf } from './facts.ts'

export type BackendScenarioBody = (scene: BackendScenarioContext) => Promise<void>

/** What is said of a backend from which nothing has come where the gateway is. */
const SENDS_NOTHING: ReadonlySet<FindingId> = new Set<FindingId>([
  ...SENT_ELSEWHERE,
  'undecided/no-send-received',
])

/**
 * How long a send is waited for once it was found that nothing comes, in milliseconds. No verdict depends on it: what does
 * not come in that time is not testable, and what is heard for the first time is played again.
 */
const GIVEN_UP_LIMIT_MS = 200

/** Which backend a scenario is about. */
export interface BackendNeeds {
  /** One that asks for the secret and has no test hooks. */
  readonly production?: true
  /** One of its own, which it may stop. */
  readonly own?: true
}

/**
 * Plays a scenario about a backend once.
 * @returns `undefined` when it went well
 */
export async function runBackendScenario(
  session: BackendSession,
  clause: BackendClauseId,
  body: BackendScenarioBody,
  { production, own }: BackendNeeds = {},
  observer: ScenarioObserver<CompletedBackendScenario> = {},
): Promise<Outcome | undefined> {
  const mode = production === true ? 'production' : 'testing'
  try {
    if (own !== true) return await playOn(await session.backend(mode), session, clause, body, observer, mode)
    await using backend = await session.start(mode)
    return await playOn(backend, session, clause, body, observer)
  } catch (error) {
    if (error instanceof NotTestableError) return { notTestable: redact(error.message) }
    throw error
  }
}

/** @param sharedMode the mode of a backend that other scenarios need, too */
async function playOn(
  backend: StartedBackend,
  session: BackendSession,
  clause: BackendClauseId,
  body: BackendScenarioBody,
  observer: ScenarioObserver<CompletedBackendScenario>,
  sharedMode?: Mode,
): Promise<Outcome | undefined> {
  const port = await session.port()
  const linesBefore = backend.linesPrinted
  const isGivenUp = session.silentSince !== undefined && !port.wasSentTo
  const { patience } = session
  using timeline = new Timeline(isGivenUp ? GIVEN_UP_LIMIT_MS : patience.limitMs)
  const began = performance.now()
  const gateway = new MockGateway({
    timeline,
    backendAddress: backend.address,
    secret: session.secret,
    address: port.address,
  })
  using _attached = port.attach(gateway)
  await using _clients = gateway
  observer.begins?.({ timeline })
  const asked = new BackendUnderTest(backend, timeline, session.settings.limitMs)
  const world = createBackendContext(gateway, asked, port, session.settings, () =>
    session.prometheus(backend),
  )
  let last: Pick<CompletedBackendScenario, 'at' | 'entries' | 'error' | 'facts'> | undefined
  const outcome = await judge()
  await gateway.release()
  // A backend may die of the end of its clients.
  if (observer.holds !== true) await gateway[Symbol.asyncDispose]()
  patience.learn(timeline)
  if (isGivenUp && outcome !== undefined && port.wasSentTo) {
    await gateway[Symbol.asyncDispose]()
    return playOn(backend, session, clause, body, observer, sharedMode)
  }
  const found = outcome ?? (backend.ended === undefined ? undefined : await failed(undefined))
  if (last === undefined || found?.notTestable !== undefined) return found
  const streams = last.error instanceof ViolationError ? last.error.details.streams : []
  await observer.judged?.({
    ...last,
    timeline,
    world,
    verdict: found?.verdict,
    streams,
  })
  return found

  async function judge(): Promise<Outcome | undefined> {
    try {
      await body(world)
      endedWith(undefined)
      return undefined
    } catch (error) {
      // A scenario that waits for what its hook should have caused fails on the wait, not on the hook.
      const notTestable = error instanceof NotTestableError ? error : asked.missingHook
      if (notTestable === undefined) return failed(error)
      const isHook = notTestable === asked.missingHook
      if (isHook && !(await backend.health()).answers) await backend.untilSeenEnding()
      const hasDied = isHook && backend.ended !== undefined
      return hasDied ? failed(undefined) : { notTestable: redact(notTestable.message) }
    }
  }

  async function failed(error: unknown): Promise<Outcome> {
    if (port.wasSentTo && performance.now() - began >= timeline.limitMs) patience.runsOut()
    const { verdict, isCausedByMissingSends } = await diagnoseBackend(error, timeline, endedWith(error))
    // What it was kept waiting with must not make it look silent.
    await gateway.release()
    const silent = backend.ended === undefined && !(await backend.health()).answers
    if (silent && sharedMode !== undefined) await session.dropSilentBackend(sharedMode)
    const { silentSince } = session
    const lacksSends = SENDS_NOTHING.has(verdict.finding)
    if (silentSince !== undefined && !port.wasSentTo && (lacksSends || isCausedByMissingSends)) {
      return { notTestable: sameCauseAs(silentSince) }
    }
    if (lacksSends) session.hearsNothing(clause)
    return { verdict }
  }

  /** Keeps the last moment of the scenario: what follows cleans up. */
  function endedWith(error: unknown): BackendFacts {
    const facts = factsOf(backend, port, linesBefore, asked.needsSends)
    last = { at: timeline.now, entries: [...timeline.entries], error, facts }
    observer.ends?.()
    return facts
  }
}
