import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeTools } from '../../test-support/fake-python-tools.ts'
import { SLOW_TEST } from '../../test-support/processes.ts'
import { ConfigurationError, NotTestableError } from '../../util/errors.ts'
import { type BackendChoice, resolveBackend } from '../index.ts'

let tools: FakeTools
beforeEach(() => {
  tools = new FakeTools()
})
afterEach(() => tools[Symbol.dispose]())

function resolved(choice: Partial<BackendChoice>) {
  return resolveBackend({
    backendEnv: {},
    backendFault: [],
    workingDirectory: tools.path,
    environment: tools.environment,
    tell: () => {},
    ...choice,
  })
}

test.each([{}, { backend: 'mock' as const }])('The mock backend is nothing to start: %j.', async choice => {
  expect(await resolved(choice)).toBeUndefined()
})

describe('A command', () => {
  test('A backend command runs in a shell in the working directory.', async () => {
    expect(await resolved({ backendCommand: 'run --port {port}' })).toEqual({
      identity: { name: 'run --port {port}', kind: 'command', path: tools.path },
      command: 'sh',
      args: ['-c', 'run --port {port}'],
      workingDirectory: tools.path,
      environment: tools.environment,
    })
  })

  test('A backend command inherits the environment without the variables of the harness; the settings of the caller hold.', async () => {
    const environment = {
      HOME: '/home/me',
      FLASK_ENV: 'production',
      SSE_GATEWAY_URL: 'x',
      SSE_CALLBACK_SECRET: 'x',
    }
    const backendEnv = { SSE_GATEWAY_URL: 'http://elsewhere:1', OWN: 'mine' }
    expect(await resolved({ backendCommand: 'run', environment, backendEnv })).toMatchObject({
      environment: { HOME: '/home/me', ...backendEnv },
    })
    const target = await resolved({ backendCommand: 'run', environment })
    expect(target).toHaveProperty('environment', { HOME: '/home/me' })
  })

  test('An empty backend command is refused.', async () => {
    const attempt = resolved({ backendCommand: ' ' })
    await expect(attempt).rejects.toThrow(ConfigurationError)
    await expect(attempt).rejects.toThrow(
      '--backend-command is empty; expected a command that starts a backend.',
    )
  })
})

describe('A URL', () => {
  test('names a backend that runs already.', async () => {
    const url = 'http://127.0.0.1:5000'
    expect(await resolved({ backendUrl: `${url}/` })).toEqual({
      identity: { name: url, kind: 'url' },
      url,
    })
  })

  test.each([
    ['here', '--backend-url "here" is not a URL; expected something like http://127.0.0.1:5000.'],
    ['https://x', '--backend-url "https://x" is not plain http; the backend is reached by http only.'],
    [
      'http://127.0.0.1:5000/api',
      '--backend-url "http://127.0.0.1:5000/api" has a path, and this program appends the paths of the contract itself; give http://127.0.0.1:5000.',
    ],
  ])('that cannot be one is refused: %s.', async (backendUrl, sentence) => {
    const attempt = resolved({ backendUrl })
    await expect(attempt).rejects.toThrow(ConfigurationError)
    await expect(attempt).rejects.toThrow(sentence)
  })
})

describe('Flask', SLOW_TEST, () => {
  test('without a Python is not testable.', async () => {
    await expect(resolved({ backend: 'flask' })).rejects.toThrow(NotTestableError)
  })

  test('with a Python that does not run is a mistake of the caller.', async () => {
    const attempt = resolved({ backend: 'flask', backendPython: './none' })
    await expect(attempt).rejects.toThrow('--backend-python "./none" does not run; expected')
  })
})
