import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expectNow, registerScenario } from '../../matchers/registry.ts'
import { recordedSend } from '../../mock-backend/index.ts'
import type { BackendResponse, MockGateway, MockGatewayServer } from '../../mock-gateway/index.ts'
import type { PrometheusServer } from '../../prometheus/index.ts'
import type { BackendUnderTest } from '../../scenario/backend/backend-under-test.ts'
import type { BackendScenarioContext } from '../../scenario/backend/context.ts'
import { ScrapedBackend } from '../../scenario/backend/scraped-backend.ts'
import { type BackendSettings, isSecretOverruled } from '../../session/backend-settings.ts'
import '../../matchers/backend/all.ts'

const run = randomBytes(4).toString('hex')
let ids = 0

/** What a scenario about a backend works with; the matchers find it by its timeline. */
export function createBackendContext(
  gateway: MockGateway,
  backend: BackendUnderTest,
  port: MockGatewayServer,
  settings: BackendSettings,
  startPrometheus: () => Promise<PrometheusServer>,
): BackendScenarioContext {
  const { timeline } = gateway
  const { target } = settings
  const isStarted = 'command' in target
  const scene: BackendScenarioContext = {
    timeline,
    gatewayAddress: port.address,
    clientAddress: port.address,
    capabilities: undefined,
    isScripted: true,
    backendMode: {
      hasOurSecret: isStarted && !isSecretOverruled(settings),
      isOutsideProduction: isStarted && target.environment.FLASK_ENV !== 'production',
    },
    gateway,
    backend,
    uniqueId: () => {
      ids += 1
      return `${run}-${ids}`
    },
    open: async (target, headers) => {
      const stream = gateway.requestStream(target, headers)
      expectNow('toAccept', await stream.answered)
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
      const [first] = hold.held
      const held = first === undefined ? undefined : recordedSend(timeline, first.send)
      return { timeline, ...(await asked), alive: await health, held }
    },
    metrics: async () => existing(await backend.metrics()),
    metricsPage: async () => existing(await backend.metricsPage()),
    prometheus: async () =>
      new ScrapedBackend(await startPrometheus(), settings.prometheus?.promtool ?? '', backend),
    whileGatewayIsGone: async act => {
      backend.looksForSends()
      timeline.note('the gateway goes away: its port refuses connections')
      try {
        return await port.whileGone(act)
      } finally {
        timeline.note('the gateway is back')
      }
    },
  }
  registerScenario(scene)
  return scene
}

/** @throws ViolationError when there are no metrics */
function existing(metrics: BackendResponse): BackendResponse {
  expectNow('toHaveMetrics', metrics)
  return metrics
}
