import { describe, expect, onTestFinished, test } from 'vitest'
import { sendRequest } from '../service/index.ts'
import { Timeline } from '../timeline/index.ts'
import { type BackendAnswer, type BackendRequest, CallbackServer } from '../wire/http-server.ts'
import { MockGateway, MockGatewayServer } from './index.ts'

const ACCEPTED: BackendAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
const TARGET = '/api/sse/utils/version?request_id=abc'

/** A gateway with its port, and a backend that answers as it is told. */
async function stage(answer: (request: BackendRequest) => Promise<BackendAnswer> = async () => ACCEPTED) {
  const requests: BackendRequest[] = []
  const backend = await CallbackServer.listen(request => {
    requests.push(request)
    return answer(request)
  })
  const port = await MockGatewayServer.listen('127.0.0.1', 0)
  const gateway = new MockGateway({
    timeline: new Timeline(1_000),
    backendAddress: `http://127.0.0.1:${backend.port}`,
    secret: 'a&b',
    address: port.address,
  })
  const attached = port.attach(gateway)
  onTestFinished(async () => {
    await gateway[Symbol.asyncDispose]()
    attached[Symbol.dispose]()
    await port[Symbol.asyncDispose]()
    await backend[Symbol.asyncDispose]()
  })
  const send = (command: unknown) =>
    sendRequest(port.address, {
      method: 'POST',
      target: '/internal/send',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
      limitMs: 1_000,
    })
  return {
    backend,
    gateway,
    port,
    requests,
    send,
    bodies: () => requests.map(({ body }) => JSON.parse(body)),
  }
}

describe('A callback', () => {
  test('A callback goes to the callback URL with its secret, in the form of the contract.', async () => {
    const { gateway, requests, bodies } = await stage()
    const stream = await gateway.connect(TARGET, { 'x-list': ['a', 'b'] })
    expect(requests[0]).toMatchObject({ method: 'POST', target: '/api/sse/callback?secret=a%26b' })
    const request = { url: TARGET, headers: { 'x-list': ['a', 'b'] } }
    expect(bodies()).toEqual([{ action: 'connect', token: stream.token, request }])
    await stream.disconnect('error')
    expect(bodies()[1]).toEqual({ action: 'disconnect', reason: 'error', token: stream.token, request })
  })

  test('A callback that breaks the contract is not made.', async () => {
    const { gateway } = await stage()
    const wrong = { action: 'connect', token: 1, request: { url: '/', headers: {} } } as never
    await expect(gateway.postCallback(wrong)).rejects.toThrow(
      'The harness itself breaks the contract: token is 1',
    )
  })

  test('A raw callback may be anything.', async () => {
    const { gateway, requests } = await stage()
    const answer = await gateway.postRaw({ asked: 'nonsense', body: '{', contentType: '', secret: '' })
    expect(answer).toMatchObject({ status: 200, asked: 'nonsense' })
    expect(requests[0]).toMatchObject({ target: '/api/sse/callback', body: '{' })
    expect(requests[0]?.headers).not.toHaveProperty('content-type')
  })

  test('A callback without an answer says why.', async () => {
    const { gateway } = await stage(async () => 'drop')
    const stream = await gateway.connect(TARGET)
    expect(await stream.answered).toMatchObject({ status: undefined, failure: 'ECONNRESET' })
    expect(stream.state).toBe('over')
    expect(gateway.timeline.all('callback-unanswered')).toMatchObject([{ why: 'ECONNRESET' }])
  })
})

describe('A send', () => {
  test('A send is buffered while the connect callback is open.', async () => {
    const { gateway, send } = await stage(async request => {
      const { token } = JSON.parse(request.body)
      expect((await send({ token, event: { data: 'early' } })).body).toBe('{"status":"buffered"}')
      return ACCEPTED
    })
    const stream = await gateway.connect(TARGET)
    expect((await send({ token: stream.token, event: { data: 'late' } })).body).toBe('{"status":"ok"}')
    expect(stream.sends.map(({ command }) => command.event?.data)).toEqual(['early', 'late'])
  })

  test.for(['nobodys', 'refused', 'left'] as const)(
    'A send to a token that is %s is answered 404.',
    async kind => {
      const { gateway, send } = await stage(async () =>
        kind === 'refused' ? { ...ACCEPTED, status: 400 } : ACCEPTED,
      )
      const stream = await gateway.connect(TARGET)
      if (kind === 'left') await stream.disconnect()
      const token = kind === 'nobodys' ? 'nobody' : stream.token
      expect(await send({ token, close: true })).toMatchObject({ status: 404 })
      expect(gateway.sends).toHaveLength(1)
    },
  )

  test('A send after a verbatim disconnect of its token is answered 404, unless by script.', async () => {
    const { gateway, send } = await stage()
    const { token } = await gateway.connect(TARGET)
    const request = { url: TARGET, headers: {} }
    await gateway.postCallback({ action: 'disconnect', reason: 'error', token, request })
    expect(await send({ token, event: { data: '1' } })).toMatchObject({ status: 404 })
    gateway.replyToSends({ status: 200 }, { times: 1 })
    expect(await send({ token, event: { data: '2' } })).toMatchObject({ status: 200 })
  })

  test('A close ends the stream, with one disconnect callback.', async () => {
    const { bodies, gateway, send } = await stage()
    const stream = await gateway.connect(TARGET)
    await send({ token: stream.token, close: true })
    await gateway.waitForCallbacks()
    expect(bodies().slice(1)).toMatchObject([{ action: 'disconnect', reason: 'server_closed' }])
    expect(await send({ token: stream.token, close: true })).toMatchObject({ status: 404 })
    await gateway[Symbol.asyncDispose]()
    expect(bodies()).toHaveLength(2)
  })

  test('The disconnect callback after a close may be deferred.', async () => {
    const { bodies, gateway, send } = await stage()
    const stream = await gateway.connect(TARGET)
    gateway.deferDisconnects()
    await send({ token: stream.token, close: true })
    expect(bodies()).toHaveLength(1)
    await gateway.waitForCallbacks()
    expect(bodies()).toHaveLength(2)
  })

  test('A script answers sends as often as its scope says, and for its token.', async () => {
    const { gateway, send } = await stage()
    const { token } = await gateway.connect(TARGET)
    gateway.replyToSends({ status: 500, body: 'no' }, { token, times: 1 })
    gateway.replyToSends({ status: 503 }, { token: 'another' })
    expect(await send({ token, event: { data: '1' } })).toMatchObject({ status: 500, body: 'no' })
    expect(await send({ token, event: { data: '2' } })).toMatchObject({ status: 200 })
  })

  test('A scripted 404 ends the stream.', async () => {
    const { gateway, send } = await stage()
    const stream = await gateway.connect(TARGET)
    gateway.replyToSends({ status: 404 }, { times: 1 })
    await send({ token: stream.token, event: { data: '1' } })
    expect(await send({ token: stream.token, event: { data: '2' } })).toMatchObject({ status: 404 })
    expect(stream.state).toBe('over')
  })

  test('A send gets no answer when the connection is cut or the gateway is gone.', async () => {
    const { gateway, port, send } = await stage()
    const { token } = await gateway.connect(TARGET)
    gateway.dropSends({ times: 1 })
    expect(await send({ token, close: true })).toMatchObject({ failure: 'ECONNRESET' })
    const gone = await port.whileGone(() => send({ token, close: true }))
    expect(gone).toMatchObject({ failure: 'ECONNREFUSED' })
    expect(await send({ token, close: true })).toMatchObject({ status: 200 })
  })

  test('A send is held until the barrier is opened.', async () => {
    const { gateway, send } = await stage()
    const { token } = await gateway.connect(TARGET)
    const hold = gateway.holdSends({ times: 1 })
    expect(hold.holds).toBe(false)
    const held = send({ token, event: { data: '1' } })
    await hold.reached()
    expect(await send({ token, event: { data: '2' } })).toMatchObject({ status: 200 })
    expect([hold.holds, gateway.sends[0]?.status]).toEqual([true, undefined])
    hold.open()
    expect([await held, hold.holds]).toMatchObject([{ status: 200 }, false])
  })

  test('A send that the backend gives up is no longer held.', async () => {
    const { gateway, port } = await stage()
    const { token } = await gateway.connect(TARGET)
    const hold = gateway.holdSends()
    const body = JSON.stringify({ token, close: true })
    await sendRequest(port.address, { method: 'POST', target: '/internal/send', body, limitMs: 50 })
    await gateway.timeline.waitUntil({
      for: 'the end of the send',
      until: () => gateway.timeline.all('send-failed')[0],
    })
    expect(hold.holds).toBe(false)
  })
})

test('A barrier that no send reaches says what it waited for.', async () => {
  const { gateway } = await stage()
  await expect(gateway.holdSends({ closing: true }).reached()).rejects.toThrow(
    'Waited 1 s for the backend to close the token of the replaced connection.',
  )
})

test('The gateway is healthy, and knows no other paths.', async () => {
  const { gateway, port } = await stage()
  const ask = (target: string) => sendRequest(port.address, { method: 'GET', target, limitMs: 1_000 })
  expect(await ask('/healthz')).toMatchObject({ status: 200 })
  expect(await ask('/readyz')).toMatchObject({ status: 200 })
  expect(await ask('/events')).toMatchObject({ status: 404 })
  expect(gateway.timeline.all('note').map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/\/events/),
  )
})

test('A send to a finished scenario reaches no other.', async () => {
  const { backend, gateway, port, send } = await stage()
  const first = await gateway.connect(TARGET)
  const attached = port.attach(gateway)
  attached[Symbol.dispose]()
  const next = new MockGateway({
    timeline: new Timeline(1_000),
    backendAddress: `http://127.0.0.1:${backend.port}`,
    secret: '',
    address: port.address,
  })
  using _attached = port.attach(next)
  expect(await send({ token: first.token, event: { data: '1' } })).toMatchObject({ status: 404 })
  expect(next.sends).toEqual([])
})

test('Disposing of a gateway disconnects its clients.', async () => {
  const { bodies, gateway } = await stage()
  await gateway.connect(TARGET)
  await gateway[Symbol.asyncDispose]()
  expect(bodies()[1]).toMatchObject({ action: 'disconnect', reason: 'client_closed' })
})
