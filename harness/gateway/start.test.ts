import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanedEnvironment, markedProcesses, type Subprocess, waitUntil } from '../process/index.ts'
import { processEntry } from '../process/process-table.ts'
import { SLOW_TEST } from '../test-support/processes.ts'
import { NotTestableError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { waitUntilReady } from './readiness.ts'
import { type GatewayOptions, startGateway } from './start.ts'
import type { StartableTarget } from './target.ts'

const CALLBACK_URL = 'http://127.0.0.1:4000/api/sse/callback?secret=s3cret'

/** Serves on PORT; `answer` is the body of a request listener. */
const serving = (answer: string): string =>
  `require('node:http').createServer((request, response) => { ${answer} }).listen(process.env.PORT, '127.0.0.1')`
const READY = serving('response.end()')

let directory: TemporaryDirectory
beforeEach(() => {
  directory = new TemporaryDirectory()
})
afterEach(() => directory[Symbol.dispose]())

/** A gateway made of a few lines of JavaScript. */
function target(program: string, environment = cleanedEnvironment()): StartableTarget {
  return {
    identity: { name: 'sample', kind: 'entry' },
    command: process.execPath,
    args: [directory.write('gateway.cjs', program)],
    workingDirectory: directory.path,
    environment,
  }
}

function shell(script: string): StartableTarget {
  return { ...target(''), command: 'sh', args: ['-c', script] }
}

async function refusal(sample: StartableTarget, options: Partial<GatewayOptions> = {}): Promise<string> {
  return rejection(startGateway(sample, { callbackUrl: CALLBACK_URL, readyLimitMs: 60_000, ...options }))
}

async function rejection(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(NotTestableError)
  return (error as NotTestableError).message
}

test(
  'A gateway is there as soon as /readyz answers 200, and gone without rest after it.',
  SLOW_TEST,
  async () => {
    const program = serving(
      "globalThis.asked = (globalThis.asked ?? 0) + 1; response.statusCode = asked < 3 ? 503 : 200; response.setHeader('x-asked', asked); response.end()",
    )
    let left: { readonly pid: number; readonly marker: string } | undefined
    {
      await using gateway = await startGateway(target(program), { callbackUrl: CALLBACK_URL })
      expect((await fetch(`${gateway.address}/any`)).headers.get('x-asked')).toBe('4')
      left = gateway.process as Subprocess
    }
    expect(processEntry(left?.pid ?? 0)).toBeUndefined()
    expect(await markedProcesses(left?.marker ?? '')).toEqual([])
  },
)

describe('A process that ends before it is ready', SLOW_TEST, () => {
  test('Report at once a gateway that ends before it is ready, with exit code and last output.', async () => {
    const message = await refusal(target("console.log('one'); console.error('two'); process.exitCode = 7"))
    expect(message).toBe(
      'The gateway (sample) ended with exit code 7 before it was ready. ' +
        'Run it by hand with PORT and CALLBACK_URL set to see why.\nLast output:\n  one\n  two',
    )
  })

  test('Report the signal of a gateway that ends before it is ready, and that it printed nothing.', async () => {
    const message = await refusal(shell('kill -KILL $$'))
    expect(message).toContain('ended with signal SIGKILL before it was ready.')
    expect(message).toContain('It printed nothing.')
  })
})

test('Report a program that cannot be started.', async () => {
  const message = await refusal({ ...target(''), command: './no-such-program' })
  expect(message).toMatch(/^The gateway \(sample\) cannot be started: .*no-such-program/)
})

describe('A process that does not become ready', SLOW_TEST, () => {
  const QUICK = { readyLimitMs: 1_000 }

  test('Report the last status of a gateway that does not become ready.', async () => {
    const message = await refusal(target(serving('response.statusCode = 503; response.end()')), QUICK)
    expect(message).toContain('within 1 s; /readyz last answered 503.')
  })

  test('Report a gateway that refuses connections, with its output.', async () => {
    const message = await refusal(shell('echo dreaming; exec sleep 1000'), QUICK)
    expect(message).toContain('within 1 s; the connection was refused. Expected GET /readyz to answer 200')
    expect(message).toMatch(/Last output:\n {2}dreaming$/)
  })

  test('Do not take a server of web pages for a gateway.', async () => {
    const page = serving("response.setHeader('content-type', 'text/html'); response.end('<h1>Hi</h1>')")
    expect(await refusal(target(page), QUICK)).toContain(
      '200 with text/html, which is a web page and no gateway',
    )
  })

  test('Report a gateway that never answers.', async () => {
    expect(await refusal(target(serving('')), QUICK)).toContain(
      'it accepted the connection and did not answer',
    )
  })

  test.runIf(process.platform === 'linux')(
    'Report which unread output keeps a gateway from becoming ready.',
    async () => {
      const program = "require('node:fs').writeSync(1, Buffer.alloc(1 << 20, 'x\\n'))"
      const path = directory.write('flood.cjs', program)
      const message = await refusal(shell(`${process.execPath} ${path} | sleep 1000`), QUICK)
      expect(message).toContain(
        'It is stuck writing to its stdout: the command that starts it does not read that',
      )
    },
  )
})

test('Wait for an incomplete answer no longer than the limit.', SLOW_TEST, async () => {
  const server = createNetServer(socket => {
    const drip = setInterval(() => socket.write('X'), 50)
    socket.on('error', () => {})
    socket.on('close', () => clearInterval(drip))
    socket.write('HTTP/1.1 200 OK\r\nx-endless: ')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const message = await rejection(waitUntilReady(`http://127.0.0.1:${port}`, 500))
  expect(message).toContain(`No gateway became ready at http://127.0.0.1:${port} within 0.5 s; it accepted`)
  await new Promise(resolve => server.close(resolve))
})

describe('A port that somebody takes between choice and start', SLOW_TEST, () => {
  const failing = (times: number): string => `
    const { appendFileSync, readFileSync } = require('node:fs')
    appendFileSync('starts', process.env.PORT + '\\n')
    if (readFileSync('starts', 'utf8').split('\\n').length - 1 <= ${times}) {
      console.error('Error: listen EADDRINUSE: address already in use 127.0.0.1:' + process.env.PORT)
      process.exit(1)
    }
    ${READY}`
  const ports = () => readFileSync(join(directory.path, 'starts'), 'utf8').trim().split('\n')

  test('Replace a port that is taken between choice and start.', async () => {
    await using gateway = await startGateway(target(failing(1)), { callbackUrl: CALLBACK_URL })
    expect(ports()).toHaveLength(2)
    expect(new URL(gateway.address).port).toBe(ports()[1])
    expect(ports()[0]).not.toBe(ports()[1])
  })

  test('Give up after three ports that are taken between choice and start.', async () => {
    expect(await refusal(target(failing(99)))).toContain('EADDRINUSE')
    expect(ports()).toHaveLength(3)
  })
})

test(
  'The gateway gets its three variables and yours, and nothing of npm and vitest.',
  SLOW_TEST,
  async () => {
    const environment = cleanedEnvironment({
      ...process.env,
      NODE_ENV: 'test',
      VITEST: 'true',
      npm_execpath: '/npm',
      npm_config_color: 'always',
      OWN: 'mine',
    })
    const program = serving('response.end(JSON.stringify(process.env))')
    await using gateway = await startGateway(target(program, environment), {
      callbackUrl: CALLBACK_URL,
      heartbeatSeconds: 2,
    })
    const seen = (await (await fetch(gateway.address)).json()) as Record<string, string>
    expect(seen).toMatchObject({
      PORT: new URL(gateway.address).port,
      CALLBACK_URL,
      HEARTBEAT_INTERVAL_SECONDS: '2',
      OWN: 'mine',
    })
    expect(Object.keys(seen).filter(name => /^(NODE_ENV$|VITEST|npm_)/.test(name))).toEqual([])
  },
)

test('Port and callback URL are filled into the arguments.', SLOW_TEST, async () => {
  const sample = target(`${serving('response.end(process.argv.slice(2).join(" "))')}`)
  const filled = { ...sample, args: [...sample.args, '{port}', 'url={callbackUrl}'] }
  await using gateway = await startGateway(filled, { callbackUrl: CALLBACK_URL })
  expect(await (await fetch(gateway.address)).text()).toBe(
    `${new URL(gateway.address).port} url=${CALLBACK_URL}`,
  )
})

test('Hand on what a gateway prints and how it ends.', SLOW_TEST, async () => {
  const lines: string[] = []
  let code: number | null | undefined
  await using gateway = await startGateway(
    target(
      `${READY}.on('request', () => { console.log('asked'); process.on('SIGTERM', () => process.exit(5)) })`,
    ),
    {
      callbackUrl: CALLBACK_URL,
      onLine: ({ text }) => lines.push(text),
      onExit: exit => {
        code = exit.code
      },
    },
  )
  await waitUntil('the line the gateway printed', () => lines.includes('asked'), { lastSeen: () => lines })
  await gateway[Symbol.asyncDispose]()
  expect(code).toBe(5)
})
