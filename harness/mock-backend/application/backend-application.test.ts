import { beforeEach, describe, expect, test } from 'vitest'
import { FakeGatewayClient } from '../../test-support/fake-gateway-client.ts'
import { BackendApplication } from './backend-application.ts'
import type { SendOutcome } from './gateway-client.ts'

const TASK = '/api/sse/tasks?task_id=42'
const VERSION = '/api/sse/utils/version?request_id=abc'
const OPEN = {
  status: 200,
  body: { event: { name: 'connection_open', data: '{"status": "connected"}' } },
}

let gateway: FakeGatewayClient
let lines: string[]
let backend: BackendApplication

beforeEach(() => {
  gateway = new FakeGatewayClient()
  lines = []
  backend = new BackendApplication({ gateway, log: line => lines.push(line) })
})

function connect(url: string, token = 'one'): unknown {
  return { action: 'connect', token, request: { url, headers: { accept: 'text/event-stream' } } }
}

function disconnect(url: string, token = 'one'): unknown {
  return { action: 'disconnect', reason: 'client_closed', token, request: { url, headers: {} } }
}

describe('connect', () => {
  test('A task stream is accepted with connection_open, the data byte for byte.', async () => {
    backend.tasks.start('demo_task', {}, { taskId: '42' })
    expect(await backend.handleCallback(connect(TASK))).toEqual(OPEN)
    expect(backend.connections.find('task:42')).toEqual({ token: 'one', url: TASK })
    expect(gateway.commands).toEqual([])
  })

  test('A version stream is accepted with connection_open.', async () => {
    expect(await backend.handleCallback(connect(VERSION))).toEqual(OPEN)
    expect(backend.connections.has('version:abc')).toBe(true)
  })

  test('What was queued is sent while the callback is still open.', async () => {
    const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    await backend.versions.announce('abc', '1.2.3')
    const happened: string[] = []
    gateway.answer = async ({ event }) => {
      happened.push(`${event?.name} sent`)
      return { status: 200 }
    }
    for (const url of [TASK, VERSION]) {
      await backend.handleCallback(connect(url, url))
      happened.push('callback answered')
    }
    expect(happened).toEqual(['task_event sent', 'callback answered', 'version sent', 'callback answered'])
    expect(gateway.streamOf(TASK)).toEqual([expect.stringContaining('task_started')])
    expect(gateway.streamOf(VERSION)).toEqual(['version {"version":"1.2.3"}'])
  })

  test('The callback is not answered before the gateway has answered what was queued.', async () => {
    const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    const held = Promise.withResolvers<SendOutcome>()
    const arrived = Promise.withResolvers<void>()
    gateway.answer = () => {
      arrived.resolve()
      return held.promise
    }
    let answered = false
    const callback = backend.handleCallback(connect(TASK)).finally(() => {
      answered = true
    })
    await arrived.promise
    await backend.handleCallback(connect(VERSION, 'another stream'))
    expect(answered).toBe(false)
    held.resolve({ status: 200 })
    expect(await callback).toEqual(OPEN)
  })

  test('An unknown task is told inside the callback, which is still accepted.', async () => {
    expect(await backend.handleCallback(connect(TASK))).toEqual(OPEN)
    expect(gateway.streamOf('one').at(-1)).toBe('(close)')
  })

  test('The same task may have an id that a version stream has, too.', async () => {
    backend.tasks.start('demo_task', {}, { taskId: 'abc' })
    await backend.handleCallback(connect('/api/sse/tasks?task_id=abc', 'one'))
    await backend.handleCallback(connect(VERSION, 'two'))
    expect(gateway.commands).toEqual([])
  })

  test.for([
    '/api/sse/tasks',
    '/api/sse/tasks?task_id=',
    '/api/sse/tasks?task_id=a:b',
    '/api/sse/unknown?task_id=42',
    '/api/tasks/42/stream',
  ])('%s is refused with 400.', async url => {
    expect(await backend.handleCallback(connect(url))).toEqual({
      status: 400,
      body: { error: expect.stringContaining(`Cannot route URL: ${url}`) },
    })
    expect(lines.at(-1)).toContain('refused a callback')
  })
})

describe('disconnect', () => {
  test('It ends the connection of its token.', async () => {
    await backend.handleCallback(connect(VERSION))
    expect(await backend.handleCallback(disconnect(VERSION))).toEqual({ status: 200, body: {} })
    expect(backend.connections.has('version:abc')).toBe(false)
  })

  test('A stale one is accepted and ignored.', async () => {
    await backend.handleCallback(connect(VERSION, 'one'))
    await backend.handleCallback(connect(VERSION, 'two'))
    expect(await backend.handleCallback(disconnect(VERSION, 'one'))).toEqual({ status: 200, body: {} })
    expect(backend.connections.find('version:abc')?.token).toBe('two')
  })

  test.for([VERSION, '/nobody/knows', '/api/sse/tasks', '/api/sse/tasks?task_id=a:b'])(
    'An unknown token at %s is accepted and ignored.',
    async url => {
      expect(await backend.handleCallback(disconnect(url, 'never-seen'))).toEqual({ status: 200, body: {} })
      expect(lines.at(-1)).toContain('ignored the disconnect of token never-seen')
    },
  )
})

describe('payloads', () => {
  const request = { url: TASK, headers: {} }

  test.for<[unknown, string]>([
    [null, 'The callback is null; expected a JSON object'],
    [[], 'The callback is a list; expected a JSON object'],
    ['connect', 'The callback is of type string; expected a JSON object'],
    [{}, 'Unknown action: undefined; expected "connect" or "disconnect"'],
    [{ action: 'reconnect' }, 'Unknown action: "reconnect"; expected "connect" or "disconnect"'],
    [{ action: 'connect', request }, '"token" is missing; expected a non-empty string'],
    [{ action: 'connect', token: 7, request }, '"token" is 7; expected a non-empty string'],
    [{ action: 'connect', token: '', request }, '"token" is empty; expected a non-empty string'],
    [{ action: 'connect', token: 'one' }, '"request" is missing; expected a JSON object'],
    [{ action: 'connect', token: 'one', request: {} }, '"url" is missing; expected a non-empty string'],
    [
      { action: 'connect', token: 'one', request: { url: TASK, headers: 'none' } },
      '"request.headers" is of type string; expected a JSON object',
    ],
    [{ action: 'disconnect', token: 'one', request }, '"reason" is missing; expected a non-empty string'],
  ])('%j is refused with 400.', async ([payload, error]) => {
    expect(await backend.handleCallback(payload)).toEqual({ status: 400, body: { error } })
  })

  test('Repeated headers and fields it does not know are taken.', async () => {
    const payload = {
      action: 'connect',
      token: 'one',
      request: { url: VERSION, headers: { cookie: ['a=1', 'b=2'] }, method: 'GET' },
      later: true,
    }
    expect(await backend.handleCallback(payload)).toEqual(OPEN)
  })
})

describe('production', () => {
  test('The secret has to match, whatever the payload.', async () => {
    backend = new BackendApplication({ gateway, production: true, callbackSecret: 'open sesame' })
    for (const secret of [null, '', 'open']) {
      expect(await backend.handleCallback('nonsense', secret)).toEqual({
        status: 401,
        body: { error: 'Unauthorized' },
      })
    }
    expect(await backend.handleCallback(connect(VERSION), 'open sesame')).toEqual(OPEN)
  })

  test('Without a secret of its own it refuses everything, even an empty one.', async () => {
    backend = new BackendApplication({ gateway, production: true, callbackSecret: '' })
    expect((await backend.handleCallback(connect(VERSION), '')).status).toBe(401)
    expect((await backend.handleCallback(connect(VERSION))).status).toBe(401)
  })

  test('Elsewhere no secret is asked for.', async () => {
    backend = new BackendApplication({ gateway, callbackSecret: 'open sesame' })
    expect(await backend.handleCallback(connect(VERSION), 'wrong')).toEqual(OPEN)
  })
})
