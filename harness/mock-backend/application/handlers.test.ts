import { getResponse } from 'msw'
import { setupServer } from 'msw/node'
import { beforeEach, describe, expect, test } from 'vitest'
import { FakeGatewayClient } from '../../test-support/fake-gateway-client.ts'
import { BackendApplication } from './backend-application.ts'
import { backendHandlers } from './handlers.ts'

const baseUrl = 'http://backend'

let gateway: FakeGatewayClient
let backend: BackendApplication

beforeEach(() => {
  gateway = new FakeGatewayClient()
  backend = new BackendApplication({ gateway })
})

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await getResponse(backendHandlers(backend), new Request(baseUrl + path, init), { baseUrl })
  if (response === undefined) throw new Error(`No handler answered ${path}.`)
  return response
}

function post(path: string, body: unknown, contentType = 'application/json'): Promise<Response> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

const connect = (url: string, token = 'one'): unknown => ({
  action: 'connect',
  token,
  request: { url, headers: {} },
})

describe('POST /api/sse/callback', () => {
  test('It answers a connect as the application does.', async () => {
    const response = await post('/api/sse/callback', connect('/api/sse/utils/version?request_id=abc'))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe(
      String.raw`{"event":{"name":"connection_open","data":"{\"status\": \"connected\"}"}}`,
    )
  })

  test.for([
    [
      'another content type',
      connect('/x'),
      'text/plain',
      'Missing JSON body: expected content type application/json',
    ],
    [
      'something alike',
      connect('/x'),
      'application/jsonx',
      'Missing JSON body: expected content type application/json',
    ],
    ['broken JSON', '{"action":', 'application/json', 'Invalid JSON'],
    ['no body', '', 'application/json; charset=utf-8', 'Invalid JSON'],
  ] as const)('It refuses %s with 400 and JSON.', async ([, body, contentType, error]) => {
    const response = await post('/api/sse/callback', body, contentType)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })

  test('In production it takes the secret from its own query, and looks at it before the body.', async () => {
    backend = new BackendApplication({ gateway, production: true, callbackSecret: 's3cret' })
    const payload = connect('/api/sse/utils/version?request_id=abc')
    expect((await post('/api/sse/callback?secret=s3cret', payload)).status).toBe(200)
    const refused = await post('/api/sse/callback?secret=guess', '{"broken')
    expect(refused.status).toBe(401)
    expect(await refused.json()).toEqual({ error: 'Unauthorized' })
  })

  test('A defect of the application is 500 without its details, and is logged.', async () => {
    const lines: string[] = []
    backend = new BackendApplication({ gateway, log: line => lines.push(line) })
    backend.versions.connect = () => Promise.reject(new Error('a defect'))
    const response = await post('/api/sse/callback', connect('/api/sse/utils/version?request_id=abc'))
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: 'Internal server error' })
    expect(lines).toEqual(['failed to answer /api/sse/callback: Error: a defect'])
  })
})

describe('POST /api/testing/tasks/start', () => {
  const path = '/api/testing/tasks/start'

  test('A task without delay has run when it is answered, and its client gets everything on connect.', async () => {
    const response = await post(path, { task_type: 'demo_task', params: { steps: 1, delay: 0 } })
    const started = (await response.json()) as { task_id: string; stream_url: string }
    expect(response.status).toBe(200)
    expect(started).toEqual({
      task_id: expect.any(String),
      stream_url: `/api/sse/tasks?task_id=${started.task_id}`,
      status: 'pending',
    })
    expect(backend.tasks.find(started.task_id)?.status).toBe('completed')
    await post('/api/sse/callback', connect(started.stream_url))
    expect(gateway.streamOf('one').map(entry => entry.split(' ')[0])).toEqual([
      'task_event',
      'task_event',
      'task_event',
      'task_event',
      'connection_close',
      '(close)',
    ])
  })

  test('A task with a delay goes on behind the answer.', async () => {
    using application = backend
    const response = await post(path, { task_type: 'failing_task', params: { delay: 3600 } })
    const { task_id } = (await response.json()) as { task_id: string }
    expect(application.tasks.find(task_id)?.status).toBe('running')
  })

  test.for([
    [{ task_type: 'nap' }, 'Unknown task type: "nap"; expected "demo_task" or "failing_task"'],
    [{}, 'Unknown task type: undefined; expected "demo_task" or "failing_task"'],
    [{ task_type: 'demo_task', params: 3 }, '"params" is 3; expected a JSON object'],
    [{ task_type: 'demo_task', params: { steps: -1 } }, '"steps" is -1; expected a number from 0 up'],
    [{ task_type: 'demo_task', params: { steps: 1.5 } }, '"steps" is 1.5; expected a whole number'],
    [
      { task_type: 'demo_task', params: { delay: '1' } },
      '"delay" is of type string; expected a number from 0 up',
    ],
  ] as const)('%j is refused with 400.', async ([body, error]) => {
    const response = await post(path, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })
})

describe('POST /api/testing/deployments/version', () => {
  const path = '/api/testing/deployments/version'

  test('A version for a client that is not there is queued, and delivered once it is.', async () => {
    const queued = await post(path, { request_id: 'abc', version: '1', changelog: null })
    expect(queued.status).toBe(202)
    expect(await queued.json()).toEqual({ requestId: 'abc', delivered: false, status: 'queued' })
    await post('/api/sse/callback', connect('/api/sse/utils/version?request_id=abc'))
    const delivered = await post(path, { request_id: 'abc', version: '2', changelog: 'New' })
    expect(await delivered.json()).toEqual({ requestId: 'abc', delivered: true, status: 'delivered' })
    expect(gateway.streamOf('one')).toEqual([
      'version {"version":"1"}',
      'version {"version":"2","changelog":"New"}',
    ])
  })

  test.for([
    [{ version: '1' }, '"request_id" is missing; expected a non-empty string'],
    [{ request_id: 'abc' }, '"version" is missing; expected a non-empty string'],
    [{ request_id: 'abc', version: '1', changelog: 1 }, '"changelog" is of type number; expected a string'],
  ] as const)('%j is refused with 400.', async ([body, error]) => {
    const response = await post(path, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })
})

test('There are no test hooks in production.', async () => {
  backend = new BackendApplication({ gateway, production: true, callbackSecret: 's3cret' })
  for (const path of ['/api/testing/tasks/start', '/api/testing/deployments/version']) {
    const response = await post(path, { task_type: 'demo_task', request_id: 'abc', version: '1' })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringContaining('do not exist in production') })
  }
})

describe('observing the backend', () => {
  test('It is alive.', async () => {
    const response = await ask('/api/health/healthz')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'alive', ready: true })
  })

  test('Readiness says whether the gateway answers, or that it is not known.', async () => {
    expect(await (await ask('/api/health/readyz')).json()).toMatchObject({ gateway: { answers: null } })
    for (const answers of [true, false]) {
      backend = new BackendApplication({
        gateway: { send: command => gateway.send(command), answers: async () => answers },
      })
      const response = await ask('/api/health/readyz')
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ status: 'ready', ready: true, gateway: { answers } })
    }
  })

  test('Metrics are exposed as Prometheus text.', async () => {
    await post('/api/sse/callback', connect('/api/sse/utils/version?request_id=abc'))
    const response = await ask('/metrics')
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(await response.text()).toContain(
      'sse_gateway_connections_total{service="version",action="connect"} 1',
    )
  })

  test.for(['/api/tasks/42/stream', '/api/utils/version/stream'])('%s is gone.', async path => {
    const response = await ask(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: 'Not found' })
  })
})

test.for(['http://backend.test', 'http://backend.test/'])(
  'With a base URL (%s) the handlers serve a test that fetches in process.',
  async address => {
    const server = setupServer(...backendHandlers(backend, { baseUrl: address }))
    server.listen()
    try {
      const response = await fetch('http://backend.test/api/health/healthz')
      expect(await response.json()).toEqual({ status: 'alive', ready: true })
    } finally {
      server.close()
    }
  },
)
