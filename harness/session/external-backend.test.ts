import { describe, expect, test } from 'vitest'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { expect as expectInScenario } from '../matchers/gateway/index.ts'
import { runScenario } from '../runner/gateway/run-scenario.ts'
import { defaultSettings, GatewaySession } from '../runner/index.ts'
import {
  connectionClose,
  connectionOpen,
  oneOrMore,
  taskEvent,
  versionEvent,
  versionStream,
} from '../scenario/gateway/events.ts'
import { SLOW_TEST } from '../test-support/cli-run.ts'
import {
  programBackend,
  tinyBackend,
  verdictOn,
  withGatewayFault,
  withSettings,
} from '../test-support/pairs.ts'

const mock = mockBackendTarget()

test('Blame an external backend that dies of a callback, with its last output', async () => {
  const verdict = await verdictOn(tinyBackend({ connect: `console.error('out of memory'); process.exit(7)` }))
  expect(verdict).toMatchObject({ party: 'backend', finding: 'backend/process-died' })
  expect(verdict?.summary).toMatch(/ended with exit code 7/)
  expect(verdict?.evidence.join('\n')).toMatch(/last output of the backend:\n.*out of memory/)
})

test('Blame an external backend that leaves a callback unanswered', async () => {
  const verdict = await verdictOn(tinyBackend({ connect: '' }))
  expect(verdict).toMatchObject({
    party: 'backend',
    finding: 'backend/callback-unanswered',
  })
})

test('Blame an external backend whose connections are refused, and not the gateway', async () => {
  const verdict = await verdictOn(
    tinyBackend({ connect: 'setTimeout(() => process.exit(7)); request.socket.destroy()' }),
  )
  expect(verdict?.party).toBe('backend')
})

test('Blame a gateway that gives up an external backend before 5 s', async () => {
  const slow = tinyBackend({ connect: `setTimeout(() => reply(200, 'application/json', '{}'), 3_000)` })
  const verdict = await verdictOn(slow, { ...withGatewayFault('short-callback-timeout'), limitMs: 5_000 })
  expect(verdict).toMatchObject({
    party: 'gateway',
    finding: 'gateway/connect-callback-timeout-too-short',
  })
})

test('Blame an external backend that has the address of the gateway and sends nothing', async () => {
  const silent = tinyBackend({
    versionHook: `reply(202, 'application/json', '{"requestId":"x","delivered":false,"status":"queued"}')`,
  })
  const verdict = await verdictOn(silent)
  expect(verdict?.finding).toBe('backend/gateway-url-unused')
  expect(verdict?.summary).toMatch(
    /^Since the backend was started, nothing came from it to http.*gave it as SSE_GATEWAY_URL/,
  )
})

test('Blame a backend that asks for the health of the gateway and sends nothing to it', async () => {
  const verdict = await verdictOn(mockBackendTarget({ faults: ['sends-to-fixed-address'] }))
  expect(verdict?.finding).toBe('backend/gateway-url-unused')
  expect(verdict?.summary).toMatch(/^The backend asked the gateway at http.*, which this program gave it/)
})

test('Remove the secret from the output of an external backend that prints it', async () => {
  const chatty = tinyBackend({
    connect: `console.error('secret ' + process.env.SSE_CALLBACK_SECRET); process.exit(7)`,
  })
  await using pair = new GatewaySession(defaultSettings(), { backend: chatty })
  const outcome = await runScenario(
    pair,
    async ({ open, uniqueId }) => void (await open(versionStream(uniqueId()))),
  )
  expect(pair.secret).toMatch(/^[0-9a-f]{16}$/)
  expect(JSON.stringify(outcome)).not.toContain(pair.secret)
  expect(outcome?.verdict?.evidence.join('\n')).toMatch(/secret \[redacted\]/)
})

test('Blame an external backend that refuses a correct callback', async () => {
  const verdict = await verdictOn(
    tinyBackend({ connect: `reply(500, 'application/json', '{"error":"oops"}')` }),
  )
  expect(verdict).toMatchObject({
    party: 'backend',
    finding: 'backend/stream-refused',
  })
})

test('Refuse as a backend a program that answers callbacks with a web page', async () => {
  const page = `reply(200, 'text/html', '<h1>Welcome</h1>')`
  await expect(verdictOn(tinyBackend({ connect: page, disconnect: page }))).rejects.toThrow(
    /answered a callback with 200 and text\/html; expected JSON from POST \/api\/sse\/callback/,
  )
})

test('Give up a backend that never becomes healthy, with its last output', async () => {
  const sick = tinyBackend({
    health: `console.error('no database'); reply(503, 'application/json', '{}')`,
  })
  await expect(verdictOn(sick, { backendReadyLimitMs: 1_000 })).rejects.toThrow(
    /backend.*within 1 s.*503[\s\S]*no database/,
  )
})

test('Give up a backend at once that ends at once', async () => {
  const gone = programBackend(`console.error('bad settings'); process.exit(3)`)
  await expect(verdictOn(gone)).rejects.toThrow(
    /ended with exit code 3 before it was ready[\s\S]*bad settings/,
  )
})

test('Start a backend that died again for the next scenario', async () => {
  await using pair = new GatewaySession(defaultSettings(), {
    backend: tinyBackend({ connect: 'process.exit(7)' }),
  })
  const ask = () =>
    runScenario(pair, async ({ open, uniqueId }) => void (await open(versionStream(uniqueId()))))
  expect((await ask())?.verdict?.finding).toBe('backend/process-died')
  expect((await ask())?.verdict?.finding).toBe('backend/process-died')
})

test('End the wait for an event at once where the backend sends another one', SLOW_TEST, async () => {
  const wrong = withSettings(mock, { SSE_BACKEND_FAULTS: 'closes-with-wrong-reason' })
  // Longer than this test may take.
  await using pair = new GatewaySession(
    { ...defaultSettings(), limitMs: 10 * SLOW_TEST.timeout },
    { backend: wrong },
  )
  const outcome = await runScenario(pair, async ({ backend, open }) => {
    const { task_id, stream_url } = await backend.startTask('failing_task', { delay: 0 })
    await expectInScenario(await open(stream_url)).toHaveReceived([
      connectionOpen,
      taskEvent(task_id, 'task_started'),
      taskEvent(task_id, 'task_failed'),
      connectionClose('task_failed'),
    ])
  })
  expect(['backend/event-wrong', 'backend/event-lost-or-out-of-order']).toContain(outcome?.verdict?.finding)
  expect(outcome?.verdict?.summary).toMatch(/^The backend sent the event .*, expected the event/s)
})

describe('Give up a backend that sends no event', () => {
  const lacking = withSettings(mock, { SSE_BACKEND_FAULTS: 'queues-always' })

  test('where each wait expired', SLOW_TEST, async () => {
    await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 300 }, { backend: lacking })
    for (let times = 1; times <= 6; times += 1) {
      expect(pair.hasGivenUp).toBe(false)
      const outcome = await runScenario(pair, async ({ backend, open, uniqueId }) => {
        const client = uniqueId()
        await backend.announceVersion(client, '1')
        const stream = await open(versionStream(client))
        await backend.announceVersion(client, '2')
        await expectInScenario(stream).toHaveReceived([connectionOpen, versionEvent('1'), versionEvent('2')])
      })
      expect(outcome?.verdict?.finding).toBe('backend/event-not-sent')
    }
    expect(pair.hasGivenUp).toBe(true)
  })

  test('but not where a close ended the wait at once', SLOW_TEST, async () => {
    await using pair = new GatewaySession(defaultSettings(), { backend: mock })
    for (let times = 1; times <= 6; times += 1) {
      const outcome = await runScenario(pair, async ({ backend, open }) => {
        const { task_id, stream_url } = await backend.startTask('failing_task', { delay: 0 })
        await expectInScenario(await open(stream_url)).toHaveReceived([
          connectionOpen,
          taskEvent(task_id, 'task_started'),
          oneOrMore(taskEvent(task_id, 'progress_update')),
          taskEvent(task_id, 'task_failed'),
          connectionClose('task_failed'),
          versionEvent('1'),
        ])
      })
      expect(outcome?.verdict?.finding).toBe('backend/event-not-sent')
    }
    expect(pair.hasGivenUp).toBe(false)
  })
})

test(
  'Find nothing wrong with a backend that closes a stream after its connect answer',
  SLOW_TEST,
  async () => {
    const late = tinyBackend({
      connect: `
    reply(200, 'application/json', '{}')
    const { token } = JSON.parse(body)
    const close = JSON.stringify({ token, close: true })
    const headers = { 'content-type': 'application/json' }
    setTimeout(() => fetch(process.env.SSE_GATEWAY_URL + '/internal/send', { method: 'POST', headers, body: close }), 200)`,
    })
    await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 5_000 }, { backend: late })
    const outcome = await runScenario(pair, async ({ uniqueId, open }) => {
      await expectInScenario(await open(versionStream(uniqueId()))).toHaveEnded()
    })
    expect(outcome?.verdict).toBeUndefined()
  },
)
