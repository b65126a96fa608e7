import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Verdict } from '../../diagnosis/index.ts'
import { type Gateway, referenceTarget, startGateway, type Target } from '../../gateway/index.ts'
import { expect as expectInScene } from '../../matchers/gateway/index.ts'
import { cleanedEnvironment } from '../../process/index.ts'
import { versionStream } from '../../scenario/gateway/events.ts'
import { runScenarioAgainst } from '../index.ts'
import type { ScenarioBody } from './run-scenario.ts'

/** A gateway that somebody else runs: started here, and named by its URL alone. */
let gateway: Gateway
let callbackPort: number

beforeAll(async () => {
  callbackPort = await getPort({ host: '127.0.0.1' })
  gateway = await startGateway(
    referenceTarget({ edition: 'callback-events', environment: cleanedEnvironment() }),
    { callbackUrl: `http://127.0.0.1:${callbackPort}/api/sse/callback?secret=known` },
  )
})

afterAll(() => gateway[Symbol.asyncDispose]())

const opensStream: ScenarioBody = async ({ open }) => void (await open(versionStream('abc')))

function verdictOn(body: ScenarioBody, port: number): Promise<Verdict | undefined> {
  const target: Target = { identity: { name: gateway.address, kind: 'url' }, url: gateway.address }
  return runScenarioAgainst({ target, callbackPort: port, limitMs: 1_500 }, body)
}

describe('A gateway that somebody else runs', () => {
  test('is judged like any other.', async () => {
    expect(await verdictOn(opensStream, callbackPort)).toBeUndefined()
  })

  test('whose CALLBACK_URL leads elsewhere is not blamed, and neither is whoever set it.', async () => {
    const verdict = await verdictOn(opensStream, await getPort({ host: '127.0.0.1' }))
    expect(verdict).toMatchObject({
      party: 'undecided',
      between: ['gateway', 'configuration'],
      finding: 'undecided/no-callback-received',
    })
    expect(verdict?.check).toMatch(/^Run again with --gateway or --gateway-command/)
  })

  test('that is gone in the middle may have died or been stopped.', async () => {
    const verdict = await verdictOn(async ({ open }) => {
      const stream = await open(versionStream('abc'))
      await gateway.process?.stop()
      await expectInScene(stream).toBeOpen()
    }, callbackPort)
    expect(verdict).toMatchObject({
      party: 'undecided',
      between: ['gateway', 'configuration'],
      finding: 'undecided/external-gateway-unresponsive',
    })
    expect(verdict?.summary).toMatch(/Asked for \/healthz now, the gateway refuses connections/)
  })
})
