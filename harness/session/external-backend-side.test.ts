import { describe, expect, test } from 'vitest'
import type { BackendTarget } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { capabilitiesOf, EDITIONS, type Edition, isAbout } from '../contract/index.ts'
import { formatFailure } from '../diagnosis/format-failure.ts'
import { gatewayScenarios } from '../faults/scenarios.ts'
import { expect as expectInScenario } from '../matchers/gateway/index.ts'
import { runScenario } from '../runner/gateway/run-scenario.ts'
import {
  type DeclaredScenario,
  defaultSettings,
  GatewaySession,
  runDeclaredScenario,
} from '../runner/index.ts'
import { connectionOpen, taskEvent, versionStream } from '../scenario/gateway/events.ts'
import { flaskForTests } from '../test-support/availability.ts'
import { SLOW_TEST } from '../test-support/cli-run.ts'
import { verdictOn, withGatewayFault, withSettings } from '../test-support/pairs.ts'
import type { GatewayRunSettings } from './settings.ts'

const scenarios = gatewayScenarios.filter(({ scripted }) => !scripted)

const flask = await flaskForTests('gateway and Flask application side by side')

const mock = mockBackendTarget()

async function judged(
  backend: BackendTarget,
  wanted: readonly DeclaredScenario[],
  settings: Partial<GatewayRunSettings> = {},
): Promise<string[]> {
  await using pair = new GatewaySession({ ...defaultSettings(), ...settings }, { backend })
  const red: string[] = []
  for (const declared of wanted) {
    const outcome = await runDeclaredScenario(declared, pair)
    if (outcome !== undefined) red.push(formatFailure(declared.clause, outcome))
  }
  return red
}

function about(edition: Edition): DeclaredScenario[] {
  return scenarios.filter(({ clause }) => isAbout(clause, capabilitiesOf(edition)))
}

describe.for(EDITIONS)('Every scenario that any backend can play in holds in the edition %s', edition => {
  const settings = defaultSettings(edition)

  test('with the mock application as a program of its own', SLOW_TEST, async () => {
    expect(await judged(mock, about(edition), settings)).toEqual([])
  })

  test.skipIf(flask === undefined)('with the Flask application', SLOW_TEST, async () => {
    expect(await judged(flask ?? mock, about(edition), settings)).toEqual([])
  })
})

describe('Distinguish causes with an external backend:', () => {
  test('no mistake', async () => {
    expect(await verdictOn(mock)).toBeUndefined()
  })

  test('the backend has the address of another gateway', async () => {
    const verdict = await verdictOn(withSettings(mock, { SSE_GATEWAY_URL: 'http://127.0.0.1:1' }))
    expect(verdict).toMatchObject({
      party: 'configuration',
      finding: 'configuration/gateway-url-wrong',
    })
    expect(verdict?.summary).toMatch(/its SSE_GATEWAY_URL is another address/)
    expect(verdict?.check).toMatch(/^In the settings of the backend, look at SSE_GATEWAY_URL/)
  })

  test('the backend expects another secret, in production', async () => {
    const verdict = await verdictOn(
      withSettings(mock, { FLASK_ENV: 'production', SSE_CALLBACK_SECRET: 'another' }),
    )
    expect(verdict).toMatchObject({
      party: 'configuration',
      finding: 'configuration/secrets-differ',
    })
    expect(verdict?.summary).toMatch(
      /The secret in the gateway's CALLBACK_URL is not the one in the backend's SSE_CALLBACK_SECRET/,
    )
    expect(JSON.stringify(verdict)).not.toMatch(/secret=(?!\[redacted\])/)
  })

  test('the gateway loses what it is sent inside the connect callback', async () => {
    const settings = { ...defaultSettings(), ...withGatewayFault('reject-send-during-connect') }
    await using pair = new GatewaySession(settings, { backend: mock })
    const outcome = await runScenario(pair, async ({ backend, open }) => {
      const { task_id, stream_url } = await backend.startTask('demo_task', { steps: 1, delay: 0.05 })
      await expectInScenario(await open(stream_url)).toHaveReceived([
        connectionOpen,
        taskEvent(task_id, 'task_started'),
      ])
    })
    expect(outcome?.verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/send-refused-during-connect',
    })
    expect(outcome?.verdict?.summary).toMatch(/refused it with 404 while the connect callback was open/)
  })

  test.skipIf(flask === undefined).for(['close-under-lock', 'single-threaded'])(
    'a backend of slow sends that is %s beside a gateway that reports before it answers',
    SLOW_TEST,
    async fault => {
      const backend = withSettings(flask ?? mock, { SSE_BACKEND_FAULTS: `${fault},slow-sends` })
      await using pair = new GatewaySession(
        { ...defaultSettings(), ...withGatewayFault('wait-for-disconnect') },
        { backend },
      )
      const outcome = await runScenario(pair, async ({ open, uniqueId }) => {
        const client = uniqueId()
        const old = await open(versionStream(client))
        await open(versionStream(client))
        await expectInScenario(old).toBeReportedOnce('server_closed')
      })
      expect(outcome?.verdict).toMatchObject({
        party: 'undecided',
        between: ['gateway', 'backend'],
        finding: 'undecided/deadlock',
      })
      expect(outcome?.verdict?.summary).toMatch(/it holds a lock, or takes one request at a time/)
    },
  )
})
