import { NotTestable, WaitExpired } from '../failure.ts'
import { type Entry, Timeline } from '../timeline/index.ts'
import {
  type BackendCondition,
  diagnose,
  evidenceOf,
  type GatewayCondition,
  redact,
  type Verdict,
} from '../verdict/index.ts'
import { Conversation } from './conversation.ts'
import { GatewayHandle } from './gateway-handle.ts'
import { type ScriptedScene, sceneOf } from './scene.ts'
import { Session } from './session.ts'
import { defaultSettings, type GateSettings } from './settings.ts'
import type { World } from './world.ts'

export type Body = (scene: ScriptedScene) => Promise<void>

/** Why a scenario did not go well. */
export interface Outcome {
  readonly verdict?: Verdict
  /** Why it could not be judged. */
  readonly notTestable?: string
}

/** A scenario that is over, while everything in it still stands. */
export interface Played {
  readonly world: World
  /** What was recorded when it was judged. */
  readonly entries: readonly Entry[]
  readonly outcome: Outcome | undefined
  /** What it ended with, where it did not go well. */
  readonly error: unknown
  readonly gateway: GatewayCondition
  readonly backend: BackendCondition | undefined
}

/** Hears of a scenario as it is played. */
export interface Spectator {
  /** What was seen in a scenario that went well. */
  readonly onEvidence?: (evidence: readonly string[]) => void
  /** Before its streams are closed and its backend goes. */
  readonly onPlayed?: (played: Played) => Promise<void> | void
}

/**
 * Plays a scenario once.
 * @param contractMs how long the contract itself may take, on top of the bound of every wait; milliseconds
 * @returns `undefined` when it went well
 */
export async function play(
  session: Session,
  body: Body,
  contractMs = 0,
  spectator: Spectator = {},
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
    const played = async (
      outcome: Outcome | undefined,
      error?: unknown,
      entries: readonly Entry[] = [...timeline.entries],
    ): Promise<Outcome | undefined> => {
      const { condition: gateway, backendCondition: backend } = session
      await spectator.onPlayed?.({ world: conversation, entries, outcome, error, gateway, backend })
      return outcome
    }
    try {
      await body(sceneOf(conversation, new GatewayHandle(session, timeline), scripted))
      if (scripted?.mishap !== undefined) throw scripted.mishap.error
      spectator.onEvidence?.(evidenceOf(timeline, []))
      if (session.isEndExpected) return await played(undefined)
      if (scripted?.misbehaved === undefined && session.condition.ended === undefined)
        return await played(undefined)
      if (scripted?.misbehaved === 'later') {
        // What a gateway dies of may show only when the answers held back reach it and its streams are gone.
        scripted[Symbol.dispose]()
        conversation[Symbol.dispose]()
        await conversation.callbackFence().catch(() => undefined)
      }
      if ((await session.vitalSigns()) === 'alive') return await played(undefined)
      throw new WaitExpired('the gateway to answer after the scenario', 0, 'a scenario that went well')
    } catch (error) {
      const cause = scripted?.mishap === undefined ? error : scripted.mishap.error
      if (cause instanceof NotTestable) return await played({ notTestable: redact(cause.message) }, cause)
      const signs = await session.vitalSigns()
      const judged = [...timeline.entries]
      const verdict = await diagnose(cause, timeline, session.condition, session.backendCondition)
      await played({ verdict }, cause, judged)
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
