import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { cleanedEnvironment, markedProcesses } from '../../../process/index.ts'
import { flaskForTests } from '../../../test-support/availability.ts'
import { SLOW_TEST } from '../../../test-support/processes.ts'
import { type BackendOptions, type StartableBackend, startBackend } from '../../index.ts'
import { flaskBackend, flaskFaults } from './index.ts'

const TOLD = { gatewayUrl: 'http://127.0.0.1:9', secret: 's3cret', readyLimitMs: 60_000 }

const flask = await flaskForTests('The bundled Flask backend')

async function refusal(target: StartableBackend, options: Partial<BackendOptions> = {}): Promise<string> {
  const started = startBackend(target, { ...TOLD, ...options })
  const error = await started.then(
    backend => backend[Symbol.asyncDispose](),
    (reason: unknown) => reason,
  )
  return (error as Error).message
}

describe.runIf(flask)('The bundled Flask backend', SLOW_TEST, () => {
  const target = flask as StartableBackend
  const request = { workingDirectory: process.cwd(), environment: cleanedEnvironment() }

  test('starts, answers, and is gone without rest.', async () => {
    let marker: string | undefined
    {
      await using backend = await startBackend(target, TOLD)
      expect((await fetch(`${backend.address}/api/health/healthz`)).status).toBe(200)
      marker = backend.process?.marker
    }
    expect(await markedProcesses(marker ?? '')).toEqual([])
  })

  test('says who it is.', () => {
    expect(target.identity).toMatchObject({
      name: 'flask',
      kind: 'flask',
      path: expect.stringMatching(/fixtures\/flask-backend$/),
      python: expect.stringMatching(/^3\.\d+\.\d+/),
    })
  })

  test('is told the secret, and asks for it in production.', async () => {
    await using backend = await startBackend(target, { ...TOLD, settings: { FLASK_ENV: 'production' } })
    const call = async (secret: string) =>
      (
        await fetch(`${backend.address}/api/sse/callback?secret=${secret}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            action: 'connect',
            token: 't',
            request: { url: '/api/sse/tasks?task_id=1', headers: {} },
          }),
        })
      ).status
    expect([await call('other'), await call(TOLD.secret)]).toEqual([401, 200])
  })

  test('has nothing of what a shell has for other applications.', async () => {
    const shell = {
      SSE_GATEWAY_URL: 'no address',
      FLASK_ENV: 'no environment',
      SSE_BACKEND_FAULTS: 'no-fault',
      SERVER_THREADS: 'none',
      HOST: 'no-host.invalid',
      PYTHONPATH: '/nowhere',
      PYTHONHOME: '/nowhere',
    }
    const other = await flaskBackend({ ...request, environment: { ...request.environment, ...shell } })
    await using backend = await startBackend(other, TOLD)
    expect((await fetch(`${backend.address}/api/health/healthz`)).status).toBe(200)
  })

  test('that is set up wrongly is told of, in its own words.', async () => {
    const wrong = await flaskBackend({ ...request, settings: { SSE_GATEWAY_URL: 'nowhere' } })
    expect(await refusal(wrong)).toBe(
      'The backend flask ended with exit code 2 before it was ready. ' +
        'Run it by hand with PORT, SSE_GATEWAY_URL and SSE_CALLBACK_SECRET set to see why. Last output:\n' +
        '  SSE_GATEWAY_URL is no address of a gateway; expected http://host:port.',
    )
  })

  test('says of a port that is taken what makes us try another.', async () => {
    await using taken = createServer((_, response) => response.writeHead(503).end())
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    expect(await refusal(target, { port })).toMatch(/\n {2}Cannot listen on \S+: Address already in use;/)
  })

  test('can be told to be wrong in every way that its table names.', async () => {
    const faulty = await flaskBackend({ ...request, faults: flaskFaults() })
    const said: string[] = []
    await using backend = await startBackend(faulty, { ...TOLD, onLine: ({ text }) => said.push(text) })
    expect((await fetch(`${backend.address}/api/health/healthz`)).status).toBe(200)
    expect(said.join('\n')).toContain(`faults: ${flaskFaults().sort().join(', ')}`)
  })
})

test('The faults of the bundled Flask backend are read from its own table.', () => {
  expect(flaskFaults()).toEqual(
    expect.arrayContaining(['single-threaded', 'counts-nothing', 'no-connection-open']),
  )
  expect(flaskFaults().length).toBeGreaterThan(15)
})
