import { NotTestable } from '../../failure.ts'
import { MockGateway } from '../../mock-gateway/index.ts'
import { Timeline } from '../../timeline/index.ts'
import { redact } from '../../verdict/index.ts'
import type { Outcome } from '../play.ts'
import { type BackendScene, backendScene } from './backend-scene.ts'
import type { BackendSession, Mode, StartedBackend } from './backend-session.ts'
import { BackendUnderTest } from './backend-under-test.ts'
import { diagnoseBackend } from './diagnose-backend.ts'

export type BackendBody = (scene: BackendScene) => Promise<void>

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
export async function playBackend(
  session: BackendSession,
  body: BackendBody,
  { production, own }: BackendNeeds = {},
): Promise<Outcome | undefined> {
  const mode = production === true ? 'production' : 'testing'
  try {
    if (own !== true) return await playOn(await session.backend(mode), session, body, mode)
    await using backend = await session.start(mode)
    return await playOn(backend, session, body)
  } catch (error) {
    if (error instanceof NotTestable) return { notTestable: redact(error.message) }
    throw error
  }
}

/** @param sharedMode the mode of a backend that other scenarios need, too */
async function playOn(
  backend: StartedBackend,
  session: BackendSession,
  body: BackendBody,
  sharedMode?: Mode,
): Promise<Outcome | undefined> {
  const port = await session.port()
  const linesBefore = backend.linesPrinted
  using timeline = new Timeline(session.settings.limitMs)
  const gateway = new MockGateway({
    timeline,
    backendAddress: backend.address,
    secret: session.secret,
    address: port.address,
  })
  using _attached = port.attach(gateway)
  const outcome = await judge()
  await gateway[Symbol.asyncDispose]()
  return outcome ?? (backend.ended === undefined ? undefined : await failed(undefined))

  async function judge(): Promise<Outcome | undefined> {
    try {
      await body(backendScene(gateway, new BackendUnderTest(backend, timeline), port, session.settings))
      return undefined
    } catch (error) {
      if (error instanceof NotTestable) return { notTestable: redact(error.message) }
      return failed(error)
    }
  }

  async function failed(error: unknown): Promise<Outcome> {
    const verdict = await diagnoseBackend(error, timeline, backend, port, linesBefore)
    // What it was kept waiting with must not make it look silent.
    await gateway[Symbol.asyncDispose]()
    const silent = backend.ended === undefined && !(await backend.health()).startsWith('answers')
    if (silent && sharedMode !== undefined) await session.dropSilentBackend(sharedMode)
    return { verdict }
  }
}
