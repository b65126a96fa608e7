import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ForwardedHeaders } from '../../contract/payloads.ts'
import type {
  CallbackAnswer,
  Hold,
  MockGateway,
  MockGatewayPort,
  PlayedStream,
} from '../../mock-gateway/index.ts'
import { mustHaveAccepted } from './answer-verdicts.ts'
import type { BackendUnderTest } from './backend-under-test.ts'
import type { BackendSettings } from './settings.ts'

/** What came of something that was asked while the gateway kept the backend waiting. */
export interface Meanwhile {
  readonly answer: CallbackAnswer
  /** Whether the answer came while the gateway still kept the backend waiting. */
  readonly inTime: boolean
  /** Whether the backend answered `/api/health/healthz` in that time. */
  readonly alive: boolean
  readonly hold: Hold
}

/** What a scenario about a backend is played with. */
export interface BackendScene {
  /** The gateway in front of the backend, which the harness plays. */
  readonly gateway: MockGateway
  readonly backend: BackendUnderTest
  readonly settings: BackendSettings
  /** An id that no other scenario uses: they share one backend. */
  newId(): string
  /** A client asks for a stream, and the backend accepts it. @throws Violation when it does not */
  open(target: string, headers?: ForwardedHeaders): Promise<PlayedStream>
  /** A client asks for a stream; the connect callback is made, and not waited for. */
  request(target: string): PlayedStream
  /** Does something while the gateway keeps the backend waiting at the hold. */
  meanwhile(hold: Hold, act: () => Promise<CallbackAnswer>): Promise<Meanwhile>
  /** Does something while nobody listens where the backend sends to. */
  whileGatewayIsGone<Result>(act: () => Promise<Result>): Promise<Result>
}

const run = randomBytes(4).toString('hex')
let ids = 0

const scenes = new WeakMap<MockGateway, BackendScene>()

export function backendScene(
  gateway: MockGateway,
  backend: BackendUnderTest,
  port: MockGatewayPort,
  settings: BackendSettings,
): BackendScene {
  const scene: BackendScene = {
    gateway,
    backend,
    settings,
    newId: () => {
      ids += 1
      return `${run}-${ids}`
    },
    open: async (target, headers) => {
      const stream = gateway.requests(target, headers)
      await mustHaveAccepted(scene, await stream.answered)
      return stream
    },
    request: target => gateway.requests(target),
    meanwhile: async (hold, act) => {
      // A backend that gave the send up before it answered has hung up by the time it answers the next question.
      const isStillHeld = async (): Promise<boolean> => {
        await backend.health()
        await nextTurn()
        await nextTurn()
        return hold.holds
      }
      const asked = act().then(async answer => ({ answer, inTime: await isStillHeld() }))
      const health = backend.health().then(async ({ answers }) => answers && (await isStillHeld()))
      return { ...(await asked), alive: await health, hold }
    },
    whileGatewayIsGone: async act => {
      backend.looksForSends()
      gateway.timeline.note('the gateway goes away: its port refuses connections')
      try {
        return await port.whileGone(act)
      } finally {
        gateway.timeline.note('the gateway is back')
      }
    },
  }
  scenes.set(gateway, scene)
  return scene
}

/** The scenario that an answer, a stream or a gateway belongs to. */
export function sceneOf(subject: MockGateway | { readonly gateway: MockGateway }): BackendScene {
  const scene = scenes.get('gateway' in subject ? subject.gateway : subject)
  if (scene === undefined) throw new Error('This comes from outside of a scenario.')
  return scene
}
