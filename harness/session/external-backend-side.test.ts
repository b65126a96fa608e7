import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { BackendTarget, StartableBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { capabilitiesOf, EDITIONS, type Edition, isAbout } from '../contract/index.ts'
import { formatFailure } from '../diagnosis/format-failure.ts'
import { type Verdict, ViolationError } from '../diagnosis/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { expect as expectInScene } from '../matchers/gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import { runScenario } from '../runner/gateway/run-scenario.ts'
import {
  collectScenarios,
  type DeclaredScenario,
  defaultSettings,
  GatewaySession,
  runDeclaredScenario,
} from '../runner/index.ts'
import {
  connectionClose,
  connectionOpen,
  oneOrMore,
  taskEvent,
  versionEvent,
  versionStream,
} from '../scenario/gateway/events.ts'
import { flaskForTests } from '../test-support/availability.ts'
import { NotTestableError } from '../util/errors.ts'
import type { GatewayRunSettings } from './settings.ts'

const PATIENT = { timeout: 120_000 }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const scenarios = (
  await collectScenarios(async () => {
    for (const file of globSync('scenarios/*{,/*}.test.ts', { cwd: ROOT }).toSorted()) {
      if (!file.startsWith('scenarios/backend/')) await import(`${ROOT}${file}`)
    }
  })
).filter(({ scripted }) => !scripted)

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

function broken(...faults: string[]): Partial<GatewayRunSettings> {
  return {
    target: referenceTarget({ edition: 'callback-events', environment: cleanedEnvironment(), faults }),
  }
}

function withSettings(
  target: StartableBackend,
  settings: Readonly<Record<string, string>>,
): StartableBackend {
  return { ...target, environment: { ...target.environment, ...settings } }
}

describe.for(EDITIONS)('Every scenario that any backend can play in holds in the edition %s', edition => {
  const settings = defaultSettings(edition)

  test('with the mock application as a program of its own', PATIENT, async () => {
    expect(await judged(mock, about(edition), settings)).toEqual([])
  })

  test.skipIf(flask === undefined)('with the Flask application', PATIENT, async () => {
    expect(await judged(flask ?? mock, about(edition), settings)).toEqual([])
  })
})

/** What is said of one conversation: a version announced to a client that is there. */
async function verdictOn(
  backend: BackendTarget,
  settings: Partial<GatewayRunSettings> = {},
): Promise<Verdict | undefined> {
  await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 1_500, ...settings }, { backend })
  const outcome = await runScenario(pair, async ({ backend, open, uniqueId }) => {
    const client = uniqueId()
    const stream = await open(versionStream(client))
    await backend.announceVersion(client, '1.0')
    await expectInScene(stream).toHaveReceived([connectionOpen, versionEvent('1.0')])
  })
  if (outcome?.notTestable !== undefined) throw new NotTestableError(outcome.notTestable)
  return outcome?.verdict
}

describe('What is set up wrongly is told apart', () => {
  test('nothing is', async () => {
    expect(await verdictOn(mock)).toBeUndefined()
  })

  test('gateway-url-wrong', async () => {
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
    const settings = { ...defaultSettings(), ...broken('reject-send-during-connect') }
    await using pair = new GatewaySession(settings, { backend: mock })
    const outcome = await runScenario(pair, async ({ backend, open }) => {
      const { task_id, stream_url } = await backend.startTask('demo_task', { steps: 1, delay: 0.05 })
      await expectInScene(await open(stream_url)).toHaveReceived([
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
    PATIENT,
    async fault => {
      const backend = withSettings(flask ?? mock, { SSE_BACKEND_FAULTS: `${fault},slow-sends` })
      await using pair = new GatewaySession(
        { ...defaultSettings(), ...broken('wait-for-disconnect') },
        { backend },
      )
      const outcome = await runScenario(pair, async ({ open, uniqueId }) => {
        const client = uniqueId()
        const old = await open(versionStream(client))
        await open(versionStream(client))
        await expectInScene(old).toBeReportedOnce('server_closed')
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

/** A backend of a few lines that answers its health and makes `onConnect` of connect callbacks. */
function tiny(
  onConnect: string,
  health = `reply(200, 'application/json', '{}')`,
  hook = `reply(404, 'application/json', '{}')`,
  unknown = `reply(404, 'application/json', '{}')`,
): StartableBackend {
  const script = `
    require('node:http').createServer((request, response) => {
      let body = ''
      const reply = (status, type, text) => response.writeHead(status, { 'content-type': type }).end(text)
      request.on('data', part => { body += part })
      request.on('end', () => {
        if (request.url.startsWith('/api/health')) { ${health} }
        else if (request.url === '/api/testing/deployments/version') { ${hook} }
        else if (request.url.startsWith('/api/testing')) { ${unknown} }
        else if (body.includes('"connect"')) { ${onConnect} }
        else reply(200, 'application/json', '{}')
      })
    }).listen(process.env.PORT, '127.0.0.1')`
  return {
    identity: { name: 'tiny', kind: 'command' },
    command: process.execPath,
    args: ['-e', script],
    workingDirectory: ROOT,
    environment: cleanedEnvironment(),
  }
}

test('What a backend sends in the place of an event ends the wait for it.', PATIENT, async () => {
  const wrong = withSettings(mock, { SSE_BACKEND_FAULTS: 'closes-with-wrong-reason' })
  // Longer than this test may take.
  await using pair = new GatewaySession(
    { ...defaultSettings(), limitMs: 10 * PATIENT.timeout },
    { backend: wrong },
  )
  const outcome = await runScenario(pair, async ({ backend, open }) => {
    const { task_id, stream_url } = await backend.startTask('failing_task', { delay: 0 })
    await expectInScene(await open(stream_url)).toHaveReceived([
      connectionOpen,
      taskEvent(task_id, 'task_started'),
      taskEvent(task_id, 'task_failed'),
      connectionClose('task_failed'),
    ])
  })
  expect(['backend/event-wrong', 'backend/event-lost-or-out-of-order']).toContain(outcome?.verdict?.finding)
  expect(outcome?.verdict?.summary).toMatch(/^The backend sent the event .*, expected the event/s)
})

describe('A backend that lacks an event is given up', () => {
  const lacking = withSettings(mock, { SSE_BACKEND_FAULTS: 'queues-always' })

  test('where it was waited for in vain', PATIENT, async () => {
    await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 300 }, { backend: lacking })
    for (let times = 1; times <= 6; times += 1) {
      expect(pair.hasGivenUp).toBe(false)
      const outcome = await runScenario(pair, async ({ backend, open, uniqueId }) => {
        const client = uniqueId()
        await backend.announceVersion(client, '1')
        const stream = await open(versionStream(client))
        await backend.announceVersion(client, '2')
        await expectInScene(stream).toHaveReceived([connectionOpen, versionEvent('1'), versionEvent('2')])
      })
      expect(outcome?.verdict?.finding).toBe('backend/event-not-sent')
    }
    expect(pair.hasGivenUp).toBe(true)
  })

  test('and not where a close said at once that nothing more comes', PATIENT, async () => {
    await using pair = new GatewaySession(defaultSettings(), { backend: mock })
    for (let times = 1; times <= 6; times += 1) {
      const outcome = await runScenario(pair, async ({ backend, open }) => {
        const { task_id, stream_url } = await backend.startTask('failing_task', { delay: 0 })
        await expectInScene(await open(stream_url)).toHaveReceived([
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
  'A backend that answers a connect callback first and closes the stream then has closed it.',
  PATIENT,
  async () => {
    const late = tiny(`
    reply(200, 'application/json', '{}')
    const { token } = JSON.parse(body)
    const close = JSON.stringify({ token, close: true })
    const headers = { 'content-type': 'application/json' }
    setTimeout(() => fetch(process.env.SSE_GATEWAY_URL + '/internal/send', { method: 'POST', headers, body: close }), 200)`)
    await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 5_000 }, { backend: late })
    const outcome = await runScenario(pair, async ({ uniqueId, open }) => {
      await expectInScene(await open(versionStream(uniqueId()))).toHaveEnded()
    })
    expect(outcome?.verdict).toBeUndefined()
  },
)

describe('A backend of somebody else', () => {
  test('that dies of a callback is at fault, with its last words', async () => {
    const verdict = await verdictOn(tiny(`console.error('out of memory'); process.exit(7)`))
    expect(verdict).toMatchObject({ party: 'backend', finding: 'backend/process-died' })
    expect(verdict?.summary).toMatch(/ended with exit code 7/)
    expect(verdict?.evidence.join('\n')).toMatch(/last output of the backend:\n.*out of memory/)
  })

  test('that leaves a callback unanswered is at fault', async () => {
    const verdict = await verdictOn(tiny(''))
    expect(verdict).toMatchObject({
      party: 'backend',
      finding: 'backend/callback-unanswered',
    })
  })

  test('whose connections are refused is at fault, and the gateway is not', async () => {
    const verdict = await verdictOn(tiny(`setTimeout(() => process.exit(7)); request.socket.destroy()`))
    expect(verdict?.party).toBe('backend')
  })

  test('is not to be given up before its time', async () => {
    const slow = tiny(`setTimeout(() => reply(200, 'application/json', '{}'), 3_000)`)
    const verdict = await verdictOn(slow, { ...broken('short-callback-timeout'), limitMs: 5_000 })
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/connect-callback-timeout-too-short',
    })
  })

  test.for([
    ['fails', `reply(500, 'text/plain', 'KeyError')`, 'test-hook-fails', /500 KeyError/],
    ['dies', `console.error('KeyError'); process.exit(139)`, 'process-died', /exit code 139/],
    ['hangs', '', 'test-hook-unanswered', /no answer within/],
  ] as const)('whose test hook %s is at fault', async ([, hook, what, words]) => {
    const verdict = await verdictOn(tiny(`reply(200, 'application/json', '{}')`, undefined, hook))
    expect(verdict).toMatchObject({ party: 'backend', finding: `backend/${what}` })
    expect(verdict?.summary).toMatch(words)
  })

  test('that was told where the gateway is, and sends nothing, is at fault', async () => {
    const silent = tiny(
      `reply(200, 'application/json', '{}')`,
      undefined,
      `reply(202, 'application/json', '{"requestId":"x","delivered":false,"status":"queued"}')`,
    )
    const verdict = await verdictOn(silent)
    expect(verdict?.finding).toBe('backend/gateway-url-unused')
    expect(verdict?.summary).toMatch(
      /^Since the backend was started, nothing came from it to http.*gave it as SSE_GATEWAY_URL/,
    )
  })

  test('that asks for the gateway’s health, and sends nothing to it, is at fault', async () => {
    const verdict = await verdictOn(mockBackendTarget({ faults: ['sends-to-fixed-address'] }))
    expect(verdict?.finding).toBe('backend/gateway-url-unused')
    expect(verdict?.summary).toMatch(/^The backend asked the gateway at http.*, which this program gave it/)
  })

  test('that prints what it was told keeps no secret in what is shown', async () => {
    const chatty = tiny(`console.error('secret ' + process.env.SSE_CALLBACK_SECRET); process.exit(7)`)
    await using pair = new GatewaySession(defaultSettings(), { backend: chatty })
    const outcome = await runScenario(
      pair,
      async ({ open, uniqueId }) => void (await open(versionStream(uniqueId()))),
    )
    expect(pair.secret).toMatch(/^[0-9a-f]{16}$/)
    expect(JSON.stringify(outcome)).not.toContain(pair.secret)
    expect(outcome?.verdict?.evidence.join('\n')).toMatch(/secret \[redacted\]/)
  })

  test('that refuses a correct callback is at fault', async () => {
    const verdict = await verdictOn(tiny(`reply(500, 'application/json', '{"error":"oops"}')`))
    expect(verdict).toMatchObject({
      party: 'backend',
      finding: 'backend/stream-refused',
    })
  })

  test.for([
    ['404', `reply(404, 'application/json', '{}')`, undefined, /answers 404; a backend has/],
    ['405 as a page', `reply(405, 'text/html', '<h1>No</h1>')`, undefined, /answers 405; a/],
    ['400', `reply(400, 'application/json', 'who?')`, undefined, /answers 400 "who\?"; a/],
    ...['200', '401', '500'].map(status => {
      const page = `reply(${status}, 'text/html; charset=utf-8', '<h1>Welcome</h1>')`
      return [
        `a page with ${status}, like whatever it does not know`,
        page,
        page,
        new RegExp(`answers ${status} "<h1>Welcome</h1>" as text/html; charset=utf-8, like any path`),
      ] as const
    }),
  ] as const)('whose test hook is answered %s lacks it, and what needs it is untested', async args => {
    const [, hook, unknown, words] = args
    const backend = tiny(`reply(200, 'application/json', '{}')`, undefined, hook, unknown)
    const judged = verdictOn(backend)
    await expect(judged).rejects.toThrow(/^needs the test hook POST \/api\/testing\/deployments\/version, /)
    await expect(judged).rejects.toThrow(words)
  })

  test('that lacks a test hook is not judged by what the hook should have caused', async () => {
    const settings = { ...defaultSettings(), limitMs: 300 }
    await using pair = new GatewaySession(settings, { backend: tiny(`reply(200, 'application/json', '{}')`) })
    const outcome = await runScenario(pair, async ({ backend, open, uniqueId }) => {
      const client = uniqueId()
      const stream = await open(versionStream(client))
      backend.announceVersion(client, '1.0').catch(() => {})
      await expectInScene(stream).toHaveReceived([versionEvent('1.0')])
    })
    expect(outcome).toEqual({ notTestable: expect.stringMatching(/^needs the test hook POST /) })
  })

  test('that lacks a test hook hides no gateway that dies, and no finding about one', PATIENT, async () => {
    const lacking = tiny(`reply(200, 'application/json', '{}')`)
    const settings = { ...defaultSettings(), ...broken('die-on-reset'), limitMs: 1_500 }
    await using pair = new GatewaySession(settings, { backend: lacking })
    const died = await runScenario(pair, async ({ backend, open, uniqueId }) => {
      const stream = await open(versionStream(uniqueId()))
      stream.reset()
      await expectInScene(stream)
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
  })

  test('that answers callbacks with a web page is no backend', async () => {
    const page = `reply(200, 'text/html', '<h1>Welcome</h1>')`
    const backend = tiny(page)
    const answersAll = {
      ...backend,
      args: ['-e', (backend.args[1] ?? '').replace(/else reply.*/, `else { ${page} }`)],
    }
    await expect(verdictOn(answersAll)).rejects.toThrow(
      /answered a callback with 200 and text\/html; JSON was due from POST \/api\/sse\/callback/,
    )
  })

  test('that never gets healthy is given up, with what it said last', async () => {
    const sick = tiny('', `console.error('no database'); reply(503, 'application/json', '{}')`)
    await expect(verdictOn(sick, { backendReadyLimitMs: 1_000 })).rejects.toThrow(
      /backend.*within 1 s.*503[\s\S]*no database/,
    )
  })

  test('that ends at once is given up at once', async () => {
    const gone = { ...tiny(''), args: ['-e', `console.error('bad settings'); process.exit(3)`] }
    await expect(verdictOn(gone)).rejects.toThrow(
      /ended with exit code 3 before it was ready[\s\S]*bad settings/,
    )
  })

  test('that has died is started again for the next scenario', async () => {
    await using pair = new GatewaySession(defaultSettings(), { backend: tiny(`process.exit(7)`) })
    const ask = () =>
      runScenario(pair, async ({ open, uniqueId }) => void (await open(versionStream(uniqueId()))))
    expect((await ask())?.verdict?.finding).toBe('backend/process-died')
    expect((await ask())?.verdict?.finding).toBe('backend/process-died')
  })
})
