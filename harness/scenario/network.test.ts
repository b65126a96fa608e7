import { describe, expect, test } from 'vitest'
import { breaksSomething, NETWORK_FAULTS, type NetworkFaultName } from '../../fixtures/faults/network.ts'
import { mockBackendTarget } from '../backend/serving/index.ts'
import type { Verdict } from '../verdict/index.ts'
import { defaultSettings, PairSession, Session } from './index.ts'
import { expect as expectInScene } from './matchers/index.ts'
import { type Body, play } from './play.ts'
import { connectionOpen, versionEvent, versionStream } from './wording.ts'

const PATIENT = { timeout: 60_000 }

const NAMES = Object.keys(NETWORK_FAULTS) as NetworkFaultName[]

/** A version announced before its client comes, and one while it is there. */
const conversation: Body = async ({ backend, open, fresh }) => {
  const client = fresh()
  backend.greets()
  await backend.announce(client, '1.0')
  const stream = await open(versionStream(client), { client: 'wire' })
  await backend.announce(client, '1.1')
  await expectInScene(stream).toHaveReceived([connectionOpen, versionEvent('1.0'), versionEvent('1.1')])
}

async function verdictWith(
  name: NetworkFaultName,
  backend: 'script' | 'program',
): Promise<Verdict | undefined> {
  const settings = { ...defaultSettings(), limitMs: 1_500, network: [NETWORK_FAULTS[name]] }
  await using session =
    backend === 'script' ? new Session(settings) : new PairSession(settings, mockBackendTarget())
  const outcome = await play(session, conversation)
  expect(outcome?.notTestable).toBeUndefined()
  return outcome?.verdict
}

describe.for(['script', 'program'] as const)('With a backend that is a %s', backend => {
  test.for(NAMES.filter(breaksSomething))('%s is the network’s', PATIENT, async name => {
    const verdict = await verdictWith(name, backend)
    const { edge } = NETWORK_FAULTS[name]
    expect(verdict).toMatchObject({ party: 'network', headline: `network at fault: the ${edge} edge broke` })
    expect(verdict?.evidence.join('\n')).toMatch(new RegExp(`network +${edge} edge:`))
  })

  test.for(NAMES.filter(name => !breaksSomething(name)))('%s harms nobody', PATIENT, async name => {
    expect(await verdictWith(name, backend)).toBeUndefined()
  })
})

test(
  'A tap on the client edge, where it is asked for, is a second witness of what the gateway wrote.',
  PATIENT,
  async () => {
    const settings = { ...defaultSettings(), taps: ['client' as const] }
    await using session = new Session(settings)
    const outcome = await play(session, async scene => {
      const stream = await scene.open(versionStream('witnessed'), { client: 'wire' })
      await scene.send(stream, { close: true })
      await expectInScene(stream).toHaveEnded()
      await scene.timeline.waitUntil({
        for: 'the tap to tell of it',
        until: () =>
          scene.timeline.all('network').find(({ text }) => text.includes('the gateway said no more')),
      })
      await expectInScene(stream).toHaveReceived([{ data: 'never sent' }])
    })
    expect(outcome?.verdict?.party).toBe('backend')
    expect(outcome?.verdict?.evidence.join('\n')).toMatch(
      /network +client edge: \d+ bytes passed to the gateway and \d+ to/,
    )
  },
)
