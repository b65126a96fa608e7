import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waitUntil } from '../process/index.ts'
import { nextMarker, Timeline } from '../timeline/index.ts'
import { CallbackServer } from './callback-server.ts'
import { MockBackend } from './mock-backend.ts'
import { callbackRequest, otherRequest, VERSION_STREAM } from './sample-callback.ts'

const GATEWAY = 'http://127.0.0.1:1'
const ELSEWHERE = 'http://127.0.0.1:2'
const OTHER_STREAM = '/api/sse/utils/version?request_id=other'
const NOWHERE = { goAway: async () => {}, comeBack: async () => {} }

let timeline: Timeline
let backend: MockBackend

beforeEach(() => {
  timeline = new Timeline(4_000)
  backend = new MockBackend(timeline, GATEWAY, NOWHERE)
})

afterEach(() => backend[Symbol.dispose]())

describe('Without a script', () => {
  test('callbacks are answered as the application does.', async () => {
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200, body: '{}' })
    expect(backend.application.connections.has('version:abc')).toBe(true)
    await backend.answer(callbackRequest({ action: 'disconnect' }))
    expect(backend.application.connections.has('version:abc')).toBe(false)
    expect(await backend.answer(callbackRequest({ url: '/nowhere' }))).toMatchObject({ status: 400 })
  })

  test('a backend that greets answers with connection_open.', async () => {
    backend.greets()
    const answer = await backend.answer(callbackRequest())
    expect(answer).toMatchObject({
      status: 200,
      body: JSON.stringify({ event: { name: 'connection_open', data: '{"status": "connected"}' } }),
    })
  })

  test('a request for anything else is answered 404.', async () => {
    expect(await backend.answer(otherRequest('GET', '', '/nowhere'))).toEqual({
      status: 404,
      headers: {},
      body: '',
    })
  })
})

describe('A scripted answer', () => {
  test('has the status, the headers and the text as they stand.', async () => {
    backend.answersConnect({
      status: 503,
      headers: { 'x-own': 'y', 'content-type': 'text/odd' },
      body: '{"a"',
    })
    expect(await backend.answer(callbackRequest())).toMatchObject({
      status: 503,
      headers: { 'x-own': 'y', 'content-type': 'text/odd' },
      body: '{"a"',
    })
  })

  test('is JSON where its body is not text.', async () => {
    const answer = { event: { name: 'a', data: 'b' }, close: true }
    backend.answersConnectWith(answer)
    expect(await backend.answer(callbackRequest())).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
    })
  })

  test.each([null, [1], 5, false])('may be any JSON, such as %j.', async body => {
    backend.answersConnect({ body })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200, body: JSON.stringify(body) })
  })

  test.each([204, 301, 304, 599])('may have the status %i and no body.', async status => {
    backend.answersConnect({ status, headers: { location: '/elsewhere' } })
    expect(await backend.answer(callbackRequest())).toMatchObject({
      status,
      headers: { location: '/elsewhere' },
      body: '',
    })
    expect(backend.mishap).toBeUndefined()
  })

  test('keeps the callback from the application.', async () => {
    backend.answersConnect({})
    await backend.answer(callbackRequest())
    expect(backend.application.connections.has('version:abc')).toBe(false)
  })

  test('is for its action alone.', async () => {
    backend.answersDisconnect({ status: 500 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200 })
    expect(await backend.answer(callbackRequest({ action: 'disconnect' }))).toMatchObject({ status: 500 })
  })

  test('does not come before its delay is over.', async () => {
    backend.answersConnect({ status: 202, delayMs: 30 })
    const began = performance.now()
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 202 })
    // Timers count whole milliseconds.
    expect(performance.now() - began).toBeGreaterThanOrEqual(29)
  })

  test('is given as many times as it is said to, then the ordinary one.', async () => {
    backend.answersConnect({ status: 503 }, { times: 2 })
    const statuses = []
    for (let count = 0; count < 3; count += 1) {
      const answer = await backend.answer(callbackRequest())
      statuses.push(answer === 'drop' ? answer : answer.status)
    }
    expect(statuses).toEqual([503, 503, 200])
  })

  test('is for its target alone, and only that uses up its times.', async () => {
    backend.answersConnect({ status: 503 }, { target: OTHER_STREAM, times: 1 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200 })
    expect(await backend.answer(callbackRequest({ url: OTHER_STREAM }))).toMatchObject({ status: 503 })
    expect(await backend.answer(callbackRequest({ url: OTHER_STREAM }))).toMatchObject({ status: 200 })
  })

  test('that was given later goes before an earlier one.', async () => {
    backend.answersConnect({ status: 501 })
    backend.answersConnect({ status: 502 }, { times: 1 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 502 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 501 })
  })

  test.each(['no json', 'null', '5', '{"action":"connect"}'])('is for callbacks, not for %j.', async body => {
    backend.answersConnect({ status: 503 }, { target: VERSION_STREAM })
    backend.drops('disconnect')
    expect(await backend.answer(otherRequest('POST', body))).toMatchObject({ status: 400 })
    expect(backend.mishap).toBeUndefined()
  })
})

describe('A dropped callback', () => {
  test.each(['connect', 'disconnect'] as const)('%s gets no answer.', async action => {
    backend.drops(action, { times: 1 })
    expect(await backend.answer(callbackRequest({ action }))).toBe('drop')
    expect(await backend.answer(callbackRequest({ action }))).toMatchObject({ status: 200 })
  })
})

describe('A held callback', () => {
  test.each([
    ['connect', (held: MockBackend) => held.holdsConnect()],
    ['disconnect', (held: MockBackend) => held.holdsDisconnect()],
  ] as const)('%s is answered as ever once the gate is opened.', async (action, hold) => {
    const gate = hold(backend)
    let answered = false
    const answering = backend.answer(callbackRequest({ action })).finally(() => {
      answered = true
    })
    await gate.reached()
    expect(answered).toBe(false)
    expect(backend.application.connections.has('version:abc')).toBe(false)
    gate.open()
    expect(await answering).toMatchObject({ status: 200, body: '{}' })
    expect(backend.application.connections.has('version:abc')).toBe(action === 'connect')
  })

  test('is let go without an answer when the scenario is over.', async () => {
    const gate = backend.holdsConnect()
    const answering = backend.answer(callbackRequest())
    await gate.reached()
    backend[Symbol.dispose]()
    expect(await answering).toBe('drop')
  })
})

test('A deferred disconnect is answered at once and heeded when the gate is opened.', async () => {
  await backend.answer(callbackRequest())
  const gate = backend.defersDisconnect()
  expect(await backend.answer(callbackRequest({ action: 'disconnect' }))).toMatchObject({
    status: 200,
    body: '{}',
  })
  await gate.reached()
  expect(backend.application.connections.has('version:abc')).toBe(true)
  gate.open()
  await waitUntil('the disconnect to be heeded', () => !backend.application.connections.has('version:abc'), {
    limitMs: 4_000,
  })
})

describe('What is done during a connect callback', () => {
  test('is done with the callback and before its ordinary answer.', async () => {
    const happened: string[] = []
    backend.duringConnect(async ({ token, request }) => {
      await Promise.resolve()
      happened.push(`${token} ${request.url} ${backend.application.connections.has('version:abc')}`)
    })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200, body: '{}' })
    expect(happened).toEqual([`one ${VERSION_STREAM} false`])
    expect(backend.application.connections.has('version:abc')).toBe(true)
  })

  test('and fails is kept as a mishap, and the gateway sees its connection cut.', async () => {
    const [first, second] = [new Error('first'), new Error('second')]
    backend.duringConnect(() => Promise.reject(first), { times: 1 })
    expect(backend.mishap).toBeUndefined()
    expect(await backend.answer(callbackRequest())).toBe('drop')
    expect(backend.mishap).toEqual({ error: first })
    backend.duringConnect(() => Promise.reject(second))
    expect(await backend.answer(callbackRequest())).toBe('drop')
    expect(backend.mishap?.error).toBe(first)
  })

  test('and throws undefined is a mishap all the same.', async () => {
    backend.duringConnect(() => Promise.reject(undefined))
    await backend.answer(callbackRequest())
    expect(backend.mishap).toEqual({ error: undefined })
  })
})

test('An answer that cannot be written down is a mishap.', async () => {
  const body: Record<string, unknown> = {}
  body.itself = body
  backend.answersConnect({ body })
  expect(await backend.answer(callbackRequest())).toBe('drop')
  expect(backend.mishap?.error).toBeInstanceOf(TypeError)
})

describe('While the backend is gone', () => {
  let server: CallbackServer
  let gone: MockBackend

  beforeEach(async () => {
    server = await CallbackServer.listen(request => gone.answer(request))
    gone = new MockBackend(timeline, GATEWAY, server)
  })

  afterEach(async () => {
    gone[Symbol.dispose]()
    await server[Symbol.asyncDispose]()
  })

  function statusOf(port: number): Promise<number | string | undefined> {
    return new Promise(resolve => {
      request({ host: '127.0.0.1', port, agent: false }, response => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end()
    })
  }

  test('its port refuses connections; afterwards it is back on the same one, with the result of what was done.', async () => {
    const { port } = server
    expect(await statusOf(port)).toBe(404)
    expect(await gone.whileGone(() => statusOf(port))).toBe('ECONNREFUSED')
    expect(await statusOf(port)).toBe(404)
    expect(server.port).toBe(port)
    expect(timeline.all('note').map(({ text }) => text)).toEqual([
      'the backend goes away: its port refuses connections',
      'the backend is back',
    ])
  })

  test('and what is done fails, it comes back nevertheless.', async () => {
    await expect(gone.whileGone(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await statusOf(server.port)).toBe(404)
  })
})

describe('Sends', () => {
  test('go to the gateway, until the backend takes somebody else for it; fences always do.', async () => {
    await backend.send({ token: 'one' })
    backend.sendsTo(ELSEWHERE)
    await backend.send({ token: 'one' })
    await backend.sendRaw({ body: 'raw' })
    await backend.sendFence({ token: 'one', event: nextMarker().event })
    expect(timeline.all('send-request').map(({ address, fence }) => [address, fence])).toEqual([
      [GATEWAY, false],
      [ELSEWHERE, false],
      [ELSEWHERE, false],
      [GATEWAY, true],
    ])
  })

  test('of the application go the same way, and their failures are on record with its log.', async () => {
    backend.sendsTo(ELSEWHERE)
    await backend.answer(callbackRequest())
    await backend.versions.announce('abc', '1.2.3')
    expect(timeline.all('send-request')).toMatchObject([
      { address: ELSEWHERE, command: { token: 'one', event: { name: 'version' } } },
    ])
    expect(timeline.all('send-failed')).toMatchObject([{ why: 'ECONNREFUSED' }])
    expect(timeline.all('note').some(({ text }) => text.startsWith('backend: '))).toBe(true)
  })
})
