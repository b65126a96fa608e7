import { NotTestable, WaitExpired } from '../failure.ts'
import { Timeline } from '../timeline/index.ts'
import { diagnose, evidenceOf, redact, type Verdict } from '../verdict/index.ts'
import { Conversation } from './conversation.ts'
import { GatewayHandle } from './gateway-handle.ts'
import { type ScriptedScene, sceneOf } from './scene.ts'
import { Session } from './session.ts'
import { defaultSettings, type GateSettings } from './settings.ts'

export type Body = (scene: ScriptedScene) => Promise<void>

/** Why a scenario did not go well. */
export interface Outcome {
  readonly verdict?: Verdict
  /** Why it could not be judged. */
  readonly notTestable?: string
}

/** Hears what was seen in a scenario that went well. */
export type OnEvidence = (evidence: readonly string[]) => void

/**
 * Plays a scenario once.
 * @param contractMs how long the contract itself may take, on top of the bound of every wait; milliseconds
 * @returns `undefined` when it went well
 */
export async function play(
  session: Session,
  body: Body,
  contractMs = 0,
  onEvidence?: OnEvidence,
): Promise<Outcome | undefined> {
  try {
    const gateway = await session.gateway()
    const timeline = new Timeline(session.settings.limitMs + contractMs)
    using cast = session.cast(timeline, gateway.address)
    const { backend, desk, fenceTarget, clientAddress, scripted } = cast
    const { capabilities } = session.settings
    using conversation = new Conversation(
      backend,
      desk,
      gateway.address,
      capabilities,
      fenceTarget,
      clientAddress,
    )
    try {
      await body(sceneOf(conversation, new GatewayHandle(session, timeline), scripted))
      if (scripted?.mishap !== undefined) throw scripted.mishap.error
      onEvidence?.(evidenceOf(timeline, []))
      if (session.isEndExpected) return undefined
      if (scripted?.misbehaved === undefined && session.condition.ended === undefined) return undefined
      if (scripted?.misbehaved === 'later') {
        // What a gateway dies of may show only when the answers held back reach it and its streams are gone.
        scripted[Symbol.dispose]()
        conversation[Symbol.dispose]()
        await conversation.callbackFence().catch(() => undefined)
      }
      if ((await session.vitalSigns()) === 'alive') return undefined
      throw new WaitExpired('the gateway to answer after the scenario', 0, 'a scenario that went well')
    } catch (error) {
      const cause = scripted?.mishap === undefined ? error : scripted.mishap.error
      if (cause instanceof NotTestable) return { notTestable: redact(cause.message) }
      const signs = await session.vitalSigns()
      const verdict = await diagnose(cause, timeline, session.condition, session.backendCondition)
      if (signs === 'silent') await session.dropSilentGateway()
      session.heardOf(verdict)
      return { verdict }
    }
  } catch (error) {
    if (error instanceof NotTestable) return { notTestable: redact(error.message) }
    throw error
  }
}

/**
 * Plays a scenario against a gateway of its own, outside any gate: what would be said of it?
 * @returns `undefined` when it goes well
 * @throws NotTestable when it cannot be judged
 */
export async function rehearse(settings: Partial<GateSettings>, body: Body): Promise<Verdict | undefined> {
  await using session = new Session({ ...defaultSettings(), ...settings })
  const outcome = await play(session, body)
  if (outcome?.notTestable !== undefined) throw new NotTestable(outcome.notTestable)
  return outcome?.verdict
}
