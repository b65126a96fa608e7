import { expect, test } from 'vitest'
import { NETWORK_FAULTS } from '../../../fixtures/faults/network.ts'
import { expect as expectInScene } from '../../matchers/gateway/index.ts'
import { connectionOpen, versionStream } from '../../scenario/gateway/events.ts'
import { defaultSettings, GatewaySession } from '../index.ts'
import { runScenario } from './run-scenario.ts'

const PATIENT = { timeout: 60_000 }

test.for(['client-cut', 'callback-reset', 'send-hold'] as const)(
  'What %s does to the wire is part of the evidence.',
  PATIENT,
  async name => {
    const settings = { ...defaultSettings(), limitMs: 1_500, network: [NETWORK_FAULTS[name]] }
    await using session = new GatewaySession(settings)
    const outcome = await runScenario(session, async ({ backend, open, uniqueId }) => {
      const client = uniqueId()
      backend.sendConnectionOpen()
      const stream = await open(versionStream(client), { client: 'wire' })
      await backend.announceVersion(client, '1.0')
      await expectInScene(stream).toHaveReceived([connectionOpen])
    })
    const { edge } = NETWORK_FAULTS[name]
    expect(outcome?.verdict?.evidence.join('\n')).toMatch(new RegExp(`network +${edge} edge:`))
  },
)

test(
  'A tap on the client edge, where it is asked for, is a second witness of what the gateway wrote.',
  PATIENT,
  async () => {
    const settings = { ...defaultSettings(), taps: ['client' as const] }
    await using session = new GatewaySession(settings)
    const outcome = await runScenario(session, async scene => {
      const stream = await scene.open(versionStream('witnessed'), { client: 'wire' })
      await scene.send(stream, { close: true })
      await expectInScene(stream).toHaveEnded()
      await scene.timeline.waitUntil({
        for: 'the tap to tell of it',
        until: () =>
          scene.timeline.all('network').find(({ text }) => text.includes('the gateway closed its side')),
      })
      await expectInScene(stream).toHaveReceived([{ data: 'never sent' }])
    })
    expect(outcome?.verdict?.party).toBe('backend')
    expect(outcome?.verdict?.evidence.join('\n')).toMatch(
      /network +client edge: \d+ bytes passed to the gateway and \d+ to/,
    )
  },
)
