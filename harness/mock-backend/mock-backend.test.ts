import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callbackRequest, otherRequest, VERSION_STREAM } from '../test-support/sample-callback.ts'
import { Timeline } from '../timeline/index.ts'
import { MockBackend } from './mock-backend.ts'

const GATEWAY = 'http://127.0.0.1:1'
const OTHER_STREAM = '/api/sse/utils/version?request_id=other'
const NOWHERE = { goAway: async () => {}, comeBack: async () => {} }

let backend: MockBackend

beforeEach(() => {
  backend = new MockBackend(new Timeline(4_000), GATEWAY, NOWHERE)
})

afterEach(() => backend[Symbol.dispose]())

describe('Without a script', () => {
  test('Without a script, callbacks are answered as by the application.', async () => {
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200, body: '{}' })
    expect(backend.application.connections.has('version:abc')).toBe(true)
    await backend.answer(callbackRequest({ action: 'disconnect' }))
    expect(backend.application.connections.has('version:abc')).toBe(false)
    expect(await backend.answer(callbackRequest({ url: '/nowhere' }))).toMatchObject({ status: 400 })
  })

  test('After sendConnectionOpen, connects are answered with connection_open.', async () => {
    backend.sendConnectionOpen()
    const answer = await backend.answer(callbackRequest())
    expect(answer).toMatchObject({
      status: 200,
      body: JSON.stringify({ event: { name: 'connection_open', data: '{"status": "connected"}' } }),
    })
  })

  test('A request for an unknown path is answered 404.', async () => {
    expect(await backend.answer(otherRequest('GET', '', '/nowhere'))).toEqual({
      status: 404,
      headers: {},
      body: '',
    })
  })
})

describe('A scripted answer', () => {
  test('A scripted answer has its status, headers and text unchanged.', async () => {
    backend.replyToConnect({
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

  test('A scripted answer is JSON where its body is not text.', async () => {
    const answer = { event: { name: 'a', data: 'b' }, close: true }
    backend.replyToConnectWith(answer)
    expect(await backend.answer(callbackRequest())).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
    })
  })

  test.each([null, [1], 5, false])('A scripted answer may be any JSON, such as %j.', async body => {
    backend.replyToConnect({ body })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200, body: JSON.stringify(body) })
  })

  test.each([204, 301, 304, 599])('A scripted answer may have the status %i and no body.', async status => {
    backend.replyToConnect({ status, headers: { location: '/elsewhere' } })
    expect(await backend.answer(callbackRequest())).toMatchObject({
      status,
      headers: { location: '/elsewhere' },
      body: '',
    })
    expect(backend.scriptError).toBeUndefined()
  })

  test('A scripted callback does not reach the application.', async () => {
    backend.replyToConnect({})
    await backend.answer(callbackRequest())
    expect(backend.application.connections.has('version:abc')).toBe(false)
  })

  test('A script answers its own action alone.', async () => {
    backend.replyToDisconnect({ status: 500 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200 })
    expect(await backend.answer(callbackRequest({ action: 'disconnect' }))).toMatchObject({ status: 500 })
  })

  test('A scripted answer does not come before its delay.', async () => {
    backend.replyToConnect({ status: 202, delayMs: 30 })
    const began = performance.now()
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 202 })
    // Timers count whole milliseconds.
    expect(performance.now() - began).toBeGreaterThanOrEqual(29)
  })

  test('A script answers as often as its filter says.', async () => {
    backend.replyToConnect({ status: 503 }, { times: 2 })
    for (const status of [503, 503, 200]) {
      expect(await backend.answer(callbackRequest())).toMatchObject({ status })
    }
  })

  test('A script answers its own target alone, and counts only that.', async () => {
    backend.replyToConnect({ status: 503 }, { target: OTHER_STREAM, times: 1 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200 })
    expect(await backend.answer(callbackRequest({ url: OTHER_STREAM }))).toMatchObject({ status: 503 })
    expect(await backend.answer(callbackRequest({ url: OTHER_STREAM }))).toMatchObject({ status: 200 })
  })

  test('A later script goes before an earlier one.', async () => {
    backend.replyToConnect({ status: 501 })
    backend.replyToConnect({ status: 502 }, { times: 1 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 502 })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 501 })
  })

  test.each(['no json', 'null', '5', '{"action":"connect"}'])(
    'A script answers callbacks, not %j.',
    async body => {
      backend.replyToConnect({ status: 503 }, { target: VERSION_STREAM })
      backend.dropConnection('disconnect')
      expect(await backend.answer(otherRequest('POST', body))).toMatchObject({ status: 400 })
      expect(backend.scriptError).toBeUndefined()
    },
  )
})

describe('A dropped callback', () => {
  test.each(['connect', 'disconnect'] as const)('A dropped %s callback gets no answer.', async action => {
    backend.dropConnection(action, { times: 1 })
    expect(await backend.answer(callbackRequest({ action }))).toBe('drop')
    expect(await backend.answer(callbackRequest({ action }))).toMatchObject({ status: 200 })
  })
})

test('An answer that cannot be serialized is a script error.', async () => {
  const body: Record<string, unknown> = {}
  body.itself = body
  backend.replyToConnect({ body })
  expect(await backend.answer(callbackRequest())).toBe('drop')
  expect(backend.scriptError?.error).toBeInstanceOf(TypeError)
})
