import { diagnose, evidenceOf, redact, type Verdict, ViolationError } from '../../diagnosis/index.ts'
import { ScenarioClient } from '../../scenario/gateway/client.ts'
import type { Outcome, ScenarioObserver } from '../../scenario/outcome.ts'
import { GatewayControl } from '../../session/gateway-process.ts'
import { GatewaySession } from '../../session/gateway-session.ts'
import { defaultSettings, type GatewayRunSettings } from '../../session/settings.ts'
import { Timeline } from '../../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../../util/errors.ts'
import { browserFailed, clientsDiffer } from './browser-failure.ts'
import { createContext, type ScriptedScenarioContext } from './context.ts'

export type ScenarioBody = (scene: ScriptedScenarioContext) => Promise<void>

/**
 * Plays a scenario once.
 * @param contractMs how long the contract itself may take, on top of the bound of every wait; milliseconds
 * @returns `undefined` when it went well
 */
export async function runScenario(
  session: GatewaySession,
  body: ScenarioBody,
  contractMs = 0,
  onlooker: ScenarioObserver = {},
): Promise<Outcome | undefined> {
  try {
    const [gateway, browser] = await Promise.all([session.gateway(), session.browser.clients()])
    using timeline = new Timeline(session.settings.limitMs + contractMs)
    using cast = session.createParticipants(timeline, gateway.address)
    const stage = { session, timeline, gatewayAddress: gateway.address }
    onlooker.begins?.(stage)
    const { backend, desk, fenceTarget, clientAddress, scripted } = cast
    const { capabilities } = session.settings
    using conversation = new ScenarioClient(
      backend,
      desk,
      gateway.address,
      capabilities,
      fenceTarget,
      clientAddress,
      browser,
    )
    const wentWell = async (): Promise<undefined> => {
      const { entries } = timeline
      const seen = { entries: [...entries], at: timeline.now }
      const moment = { ...stage, world: conversation, ...seen, error: undefined }
      await onlooker.judged?.({ ...moment, verdict: undefined, streams: [] })
    }
    using _use = {
      [Symbol.dispose]: () => {
        if (browser !== undefined) onlooker.playedBy?.({ client: browser.version, ...conversation.use })
      },
    }
    try {
      await body(createContext(conversation, new GatewayControl(session, timeline), scripted))
      if (scripted?.scriptError !== undefined) throw scripted.scriptError.error
      const difference = clientsDiffer(conversation)
      if (difference !== undefined) throw difference
      onlooker.wentWell?.(evidenceOf(timeline, []))
      if (session.isEndExpected) return await wentWell()
      if (scripted?.brokeContract === undefined && session.condition.ended === undefined) {
        return await wentWell()
      }
      if (scripted?.brokeContract === 'later') {
        // What a gateway dies of may show only when the answers held back reach it and its streams are gone.
        scripted[Symbol.dispose]()
        conversation[Symbol.dispose]()
        await conversation.callbackFence().catch(() => undefined)
      }
      if ((await session.liveness()) === 'alive') return await wentWell()
      throw new WaitTimeoutError('the gateway to answer after the scenario', 0, 'a scenario that went well')
    } catch (thrown) {
      const cause = browserFailed(conversation) ?? scripted?.scriptError?.error ?? thrown
      const hook = backend.missingHook
      if (cause instanceof NotTestableError && cause !== hook) return { notTestable: redact(cause.message) }
      const at = timeline.now
      const signs = await session.liveness()
      const isSound =
        (signs === 'alive' || session.isEndExpected) && session.backendCondition?.ended === undefined
      if (hook !== undefined && isSound && mayComeOfHook(cause)) return { notTestable: redact(hook.message) }
      // What needs a hook that is missing ends early, and says nothing of what died or fell silent meanwhile.
      const error =
        hook !== undefined && cause === hook
          ? new WaitTimeoutError('the gateway to answer', 0, 'a test hook that is missing')
          : cause
      const moment = { ...stage, world: conversation, entries: [...timeline.entries], at, error }
      const verdict = await diagnose(error, timeline, session.condition, session.backendCondition)
      const streams = error instanceof ViolationError ? error.details.streams : []
      await onlooker.judged?.({ ...moment, verdict, streams })
      if (signs === 'silent') await session.replaceUnresponsiveGateway()
      session.onVerdict(verdict, error)
      return { verdict }
    }
  } catch (error) {
    if (error instanceof NotTestableError) return { notTestable: redact(error.message) }
    throw error
  }
}

/** A scenario that waits for what a hook should have caused fails on the wait or on the backend, not on the hook. */
function mayComeOfHook(cause: unknown): boolean {
  if (cause instanceof ViolationError) return cause.details.party === 'backend'
  return cause instanceof NotTestableError || cause instanceof WaitTimeoutError
}

/**
 * Plays a scenario against a gateway of its own, outside any gate: what would be said of it?
 * @returns `undefined` when it goes well
 * @throws NotTestable when it cannot be judged
 */
export async function runScenarioAgainst(
  settings: Partial<GatewayRunSettings>,
  body: ScenarioBody,
): Promise<Verdict | undefined> {
  await using session = new GatewaySession({ ...defaultSettings(), ...settings })
  const outcome = await runScenario(session, body)
  if (outcome?.notTestable !== undefined) throw new NotTestableError(outcome.notTestable)
  return outcome?.verdict
}
