import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanedEnvironment, markedProcesses, type Subprocess, waitUntil } from '../process/index.ts'
import { processEntry } from '../process/process-table.ts'
import { SLOW_TEST } from '../test-support/processes.ts'
import { NotTestableError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { type BackendOptions, type StartableBackend, startBackend } from './index.ts'

const TOLD = { gatewayUrl: 'http://127.0.0.1:3999', secret: 's3cret' }

let directory: TemporaryDirectory
beforeEach(() => {
  directory = new TemporaryDirectory()
})
afterEach(() => directory[Symbol.dispose]())

/** A backend made of a few lines of JavaScript; `answer` is the body of a request listener. */
function backend(answer: string, environment: Record<string, string> = {}): StartableBackend {
  return program(
    `require('node:http').createServer((request, response) => { ${answer} }).listen(process.env.PORT, '127.0.0.1')`,
    environment,
  )
}

function program(text: string, environment: Record<string, string> = {}): StartableBackend {
  return {
    identity: { name: 'sample', kind: 'command' },
    command: process.execPath,
    args: [directory.write('backend.cjs', text)],
    workingDirectory: directory.path,
    environment: { ...cleanedEnvironment(), ...environment },
  }
}

async function refusal(sample: StartableBackend, options: Partial<BackendOptions> = {}): Promise<string> {
  const error = await startBackend(sample, { ...TOLD, readyLimitMs: 60_000, ...options }).then(
    async started => {
      await started[Symbol.asyncDispose]()
      return undefined
    },
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(NotTestableError)
  return (error as NotTestableError).message
}

async function json(address: string): Promise<unknown> {
  return (await fetch(address)).json()
}

test(
  'A backend is there once its health answers 200, and gone without rest after it.',
  SLOW_TEST,
  async () => {
    const sample = backend(
      'globalThis.asked ??= []; asked.push(request.url); response.statusCode = asked.length < 3 ? 503 : 200; response.end(JSON.stringify(asked))',
    )
    let left: { readonly pid: number; readonly marker: string } | undefined
    {
      await using started = await startBackend(sample, TOLD)
      expect(await json(`${started.address}/any`)).toEqual([...Array(3).fill('/api/health/healthz'), '/any'])
      left = started.process as Subprocess
    }
    expect(processEntry(left?.pid ?? 0)).toBeUndefined()
    expect(await markedProcesses(left?.marker ?? '')).toEqual([])
  },
)

describe('What a backend is told', SLOW_TEST, () => {
  const ENVIRONMENT = 'response.end(JSON.stringify(process.env))'

  test('Set the port, the gateway, the secret and the test environment of a backend.', async () => {
    await using started = await startBackend(backend(ENVIRONMENT), TOLD)
    expect(await json(started.address)).toMatchObject({
      PORT: new URL(started.address).port,
      SSE_GATEWAY_URL: TOLD.gatewayUrl,
      SSE_CALLBACK_SECRET: TOLD.secret,
      FLASK_ENV: 'testing',
      PYTHONUNBUFFERED: '1',
    })
  })

  test('Let the environment of a backend override our settings, and a scenario both; never the port.', async () => {
    const own = {
      SSE_GATEWAY_URL: 'http://elsewhere:1',
      SSE_CALLBACK_SECRET: 'other',
      FLASK_ENV: 'production',
      PORT: '1',
    }
    await using started = await startBackend(backend(ENVIRONMENT, own), {
      ...TOLD,
      settings: { FLASK_ENV: 'development', OWN: 'mine', PORT: '2' },
    })
    expect(await json(started.address)).toMatchObject({
      ...own,
      FLASK_ENV: 'development',
      OWN: 'mine',
      PORT: new URL(started.address).port,
    })
  })

  test('Fill placeholders in the arguments of a backend.', async () => {
    const sample = backend('response.end(JSON.stringify(process.argv.slice(2)))')
    const args = [...sample.args, '--port={port}', '{gatewayUrl}/{secret}', '{other}']
    await using started = await startBackend({ ...sample, args }, { ...TOLD, secret: '$&{port}' })
    expect(await json(started.address)).toEqual([
      `--port=${new URL(started.address).port}`,
      `${TOLD.gatewayUrl}/$&{port}`,
      '{other}',
    ])
  })
})

describe('A backend that does not become healthy is told of', SLOW_TEST, () => {
  test('Report at once a backend that ends before it is healthy, with exit code and last output.', async () => {
    const message = await refusal(program("console.log('one'); console.error('two'); process.exitCode = 7"))
    expect(message).toBe(
      'The backend sample ended with exit code 7 before it was ready. ' +
        'Run it by hand with PORT, SSE_GATEWAY_URL and SSE_CALLBACK_SECRET set to see why.' +
        '\nLast output:\n  one\n  two',
    )
  })

  test('Report a backend program that does not exist.', async () => {
    expect(await refusal({ ...program(''), command: './no-such-program' })).toMatch(
      /^The backend sample cannot be started: .*no-such-program/,
    )
  })

  test('Report the last status and the last output of an unhealthy backend.', async () => {
    const message = await refusal(
      backend("console.log('no database'); response.statusCode = 503; response.end()"),
      { readyLimitMs: 1_000 },
    )
    expect(message).toContain(
      'No backend became ready at its port within 1 s; /api/health/healthz last answered 503. ' +
        'Expected GET /api/health/healthz to answer 200: check that it is a backend',
    )
    expect(message).toMatch(/ {2}no database$/)
  })
})

test('A port that is taken between choice and start is replaced by another.', SLOW_TEST, async () => {
  const sample = program(`
    const { appendFileSync, readFileSync } = require('node:fs')
    appendFileSync('starts', process.env.PORT + '\\n')
    if (readFileSync('starts', 'utf8').split('\\n').length === 2) {
      console.error('OSError: [Errno 98] Address already in use')
      process.exit(1)
    }
    require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1')`)
  await using started = await startBackend(sample, TOLD)
  const ports = readFileSync(join(directory.path, 'starts'), 'utf8').trim().split('\n')
  expect(ports).toEqual([expect.any(String), new URL(started.address).port])
  expect(ports[0]).not.toBe(ports[1])
})

test('Hand on the start, every line and the end of a backend.', SLOW_TEST, async () => {
  const seen: unknown[] = []
  await using started = await startBackend(
    backend("process.on('SIGTERM', () => process.exit(5)); console.log(request.url); response.end()"),
    {
      ...TOLD,
      onStarted: () => seen.push('started'),
      onLine: ({ text }) => seen.push(text),
      onExit: ({ code }) => seen.push(code),
    },
  )
  await waitUntil('the line the backend printed', () => seen.length === 2, { lastSeen: () => seen })
  await started[Symbol.asyncDispose]()
  expect(seen).toEqual(['started', '/api/health/healthz', 5])
})

describe('An external backend', SLOW_TEST, () => {
  async function served(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
    const server = createServer(listener)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return {
      url: `http://127.0.0.1:${port}`,
      [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
    }
  }
  const running = ({ url }: { url: string }) => ({ identity: { name: url, kind: 'url' as const }, url })

  test('Leave an external backend running.', async () => {
    await using server = await served((_, response) => response.end())
    const backend = await startBackend(running(server), TOLD)
    expect(backend).toMatchObject({ address: server.url, process: undefined })
    await backend[Symbol.asyncDispose]()
    expect((await fetch(server.url)).status).toBe(200)
  })

  test('Report an unhealthy external backend with its address.', async () => {
    await using server = await served((_, response) => response.writeHead(404).end())
    const attempt = startBackend(running(server), { ...TOLD, readyLimitMs: 500 })
    await expect(attempt).rejects.toThrow(
      `No backend became ready at ${server.url} within 0.5 s; /api/health/healthz last answered 404. Expected GET /api/health/healthz to answer 200: check that it is a backend, and that it runs there.`,
    )
  })
})
