import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MockGateway, MockGatewayServer } from '../../mock-gateway/index.ts'
import type { PrometheusServer } from '../../prometheus/index.ts'
import type { BackendSettings } from '../../session/backend-settings.ts'
import type { BackendUnderTest } from './backend-under-test.ts'
import type { BackendScenarioContext } from './context-types.ts'
import { mustHaveAccepted } from './response-checks.ts'
import { ScrapedBackend } from './scraped-backend.ts'

const run = randomBytes(4).toString('hex')
let ids = 0

const scenes = new WeakMap<object, BackendScenarioContext>()

export function createBackendContext(
  gateway: MockGateway,
  backend: BackendUnderTest,
  port: MockGatewayServer,
  settings: BackendSettings,
  startPrometheus: () => Promise<PrometheusServer>,
): BackendScenarioContext {
  const scene: BackendScenarioContext = {
    gateway,
    backend,
    settings,
    prometheus: async () =>
      new ScrapedBackend(await startPrometheus(), settings.prometheus?.promtool ?? '', backend),
    uniqueId: () => {
      ids += 1
      return `${run}-${ids}`
    },
    open: async (target, headers) => {
      const stream = gateway.requestStream(target, headers)
      await mustHaveAccepted(scene, await stream.answered)
      return stream
    },
    requestStream: target => gateway.requestStream(target),
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
export function contextOf(subject: object): BackendScenarioContext {
  const scene = scenes.get('gateway' in subject ? (subject.gateway as object) : subject)
  if (scene === undefined) throw new Error('This comes from outside of a scenario.')
  return scene
}
