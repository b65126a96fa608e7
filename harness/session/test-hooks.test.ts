import { expect, test } from 'vitest'
import { ViolationError } from '../diagnosis/index.ts'
import { expect as expectInScenario } from '../matchers/gateway/index.ts'
import { runScenario } from '../runner/gateway/run-scenario.ts'
import { defaultSettings, GatewaySession } from '../runner/index.ts'
import { versionEvent, versionStream } from '../scenario/gateway/events.ts'
import { SLOW_TEST } from '../test-support/cli-run.ts'
import { tinyBackend, verdictOn, withGatewayFault } from '../test-support/pairs.ts'

test.for([
  ['fails', `reply(500, 'text/plain', 'KeyError')`, 'test-hook-fails', /500 KeyError/],
  ['dies', `console.error('KeyError'); process.exit(139)`, 'process-died', /exit code 139/],
  ['hangs', '', 'test-hook-unanswered', /no answer within/],
] as const)('Blame a backend whose test hook %s', async ([, hook, what, words]) => {
  const verdict = await verdictOn(tinyBackend({ versionHook: hook }))
  expect(verdict).toMatchObject({ party: 'backend', finding: `backend/${what}` })
  expect(verdict?.summary).toMatch(words)
})

test.for([
  ['404', `reply(404, 'application/json', '{}')`, undefined, /answers 404; a backend has/],
  ['405 as a page', `reply(405, 'text/html', '<h1>No</h1>')`, undefined, /answers 405; a/],
  ['400', `reply(400, 'application/json', 'who?')`, undefined, /answers 400 "who\?"; a/],
  ...['200', '401', '500'].map(status => {
    const page = `reply(${status}, 'text/html; charset=utf-8', '<h1>Welcome</h1>')`
    return [
      `a page with ${status}, like every unknown path`,
      page,
      page,
      new RegExp(`answers ${status} "<h1>Welcome</h1>" as text/html; charset=utf-8, like any path`),
    ] as const
  }),
] as const)('Take a test hook for missing that a backend answers with %s', async args => {
  const [, hook, otherHooks, words] = args
  const backend = tinyBackend({ versionHook: hook, ...(otherHooks === undefined ? {} : { otherHooks }) })
  const judged = verdictOn(backend)
  await expect(judged).rejects.toThrow(/^needs the test hook POST \/api\/testing\/deployments\/version, /)
  await expect(judged).rejects.toThrow(words)
})

test('Do not judge a backend without a test hook by the effect of the hook', async () => {
  const settings = { ...defaultSettings(), limitMs: 300 }
  await using pair = new GatewaySession(settings, { backend: tinyBackend() })
  const outcome = await runScenario(pair, async ({ backend, open, uniqueId }) => {
    const client = uniqueId()
    const stream = await open(versionStream(client))
    backend.announceVersion(client, '1.0').catch(() => {})
    await expectInScenario(stream).toHaveReceived([versionEvent('1.0')])
  })
  expect(outcome).toEqual({ notTestable: expect.stringMatching(/^needs the test hook POST /) })
})

test(
  'Blame a gateway that dies, and report its findings, also with a backend without a test hook',
  SLOW_TEST,
  async () => {
    const lacking = tinyBackend()
    const settings = { ...defaultSettings(), ...withGatewayFault('die-on-reset'), limitMs: 1_500 }
    await using pair = new GatewaySession(settings, { backend: lacking })
    const died = await runScenario(pair, async ({ backend, open, uniqueId }) => {
      const stream = await open(versionStream(uniqueId()))
      stream.reset()
      await expectInScenario(stream)
        .toBeReportedOnce('client_closed')
        .catch(() => undefined)
      await backend.announceVersion(uniqueId(), '1.0')
    })
    expect(died?.verdict?.finding).toBe('gateway/process-died')
    const failed = await runScenario(pair, async ({ backend, uniqueId }) => {
      await backend.announceVersion(uniqueId(), '1.0').catch(() => undefined)
      throw new ViolationError({ party: 'gateway', what: 'heartbeat-missing', summary: 'None.', streams: [] })
    })
    expect(failed?.verdict?.finding).toBe('gateway/heartbeat-missing')
  },
)
