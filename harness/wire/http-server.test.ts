import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../process/index.ts'
import {
  type BackendAnswer,
  type BackendListener,
  type BackendRequest,
  CallbackServer,
} from './http-server.ts'

const OK: BackendAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }

let received: BackendRequest[]
let listener: BackendListener
let server: CallbackServer

beforeEach(async () => {
  received = []
  listener = async () => OK
  server = await CallbackServer.listen(async request => {
    received.push(request)
    return listener(request)
  })
})

afterEach(() => server[Symbol.asyncDispose]())

interface Answered {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Asking {
  readonly method?: string
  readonly target?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | readonly Buffer[]
  readonly signal?: AbortSignal
  readonly agent?: Agent
}

function ask({
  method = 'POST',
  target = '/callback',
  headers = {},
  body = '',
  signal,
  agent,
}: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: server.host,
        port: server.port,
        method,
        path: target,
        headers,
        agent: agent ?? false,
        ...(signal === undefined ? {} : { signal }),
      },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: text }),
        )
        response.on('error', reject)
      },
    )
    asking.on('error', reject)
    for (const part of typeof body === 'string' ? [body] : body) asking.write(part)
    asking.end()
  })
}

test('A request reaches the listener with method, target, headers and its whole body.', async () => {
  const [first, second] = [Buffer.from('{"text":"gr\u00fc').subarray(0, -1), Buffer.from([0xbc, 0x22, 0x7d])]
  await ask({ method: 'PUT', target: '/a%20b?secret=x', headers: { 'X-Own': 'y' }, body: [first, second] })
  expect(received).toMatchObject([
    { method: 'PUT', target: '/a%20b?secret=x', headers: { 'x-own': 'y' }, body: '{"text":"grü"}' },
  ])
})

test('The answer goes back with status, headers and body.', async () => {
  listener = async () => ({ status: 403, headers: { 'x-own': 'y' }, body: 'grüße' })
  expect(await ask()).toMatchObject({ status: 403, headers: { 'x-own': 'y' }, body: 'grüße' })
})

test('An answer that is dropped cuts the connection.', async () => {
  listener = async () => 'drop'
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' })
})

test('A listener that fails cuts the connection and harms no other request.', async () => {
  listener = async () => {
    throw new Error('broken')
  }
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' })
  listener = async () => OK
  expect(await ask()).toMatchObject({ status: 200 })
})

test('A request is abandoned when the other side gives up before the answer, and only then.', async () => {
  const answering = Promise.withResolvers<BackendAnswer>()
  listener = () => answering.promise
  const leaving = new AbortController()
  const given = ask({ signal: leaving.signal }).catch(error => error)
  const [request] = await waitUntil('the request', () => (received.length > 0 ? received : undefined), {
    limitMs: 4_000,
  })
  expect(request?.abandoned.aborted).toBe(false)
  leaving.abort()
  await given
  await waitUntil('the request to be abandoned', () => request?.abandoned.aborted, { limitMs: 4_000 })
  answering.resolve(OK)
  listener = async () => OK
  expect(await ask()).toMatchObject({ status: 200 })
})

test('A request that was answered is not abandoned when its connection is closed.', async () => {
  const agent = new Agent({ keepAlive: true })
  await ask({ agent })
  agent.destroy()
  await ask()
  expect(received.map(({ abandoned }) => abandoned.aborted)).toEqual([false, false])
})

test('A server that went away refuses connections, and comes back on the same port.', async () => {
  const { port } = server
  await server.goAway()
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await server.comeBack()
  expect(server.port).toBe(port)
  expect(await ask()).toMatchObject({ status: 200 })
})

test('A server that goes away cuts the connections it has, idle or waiting.', async () => {
  const agent = new Agent({ keepAlive: true })
  await ask({ agent })
  const answering = Promise.withResolvers<BackendAnswer>()
  listener = () => answering.promise
  const waiting = expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' })
  await waitUntil('the request', () => received.length > 1, { limitMs: 4_000 })
  await server.goAway()
  await waiting
  answering.resolve(OK)
  agent.destroy()
})

test('A port that is taken is an error that says so.', async () => {
  const taken = CallbackServer.listen(async () => OK, server.host, server.port)
  await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('A server may be ended twice, and when it is away.', async () => {
  await server.goAway()
  await server[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
