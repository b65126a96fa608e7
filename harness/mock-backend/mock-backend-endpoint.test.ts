import { beforeEach, describe, expect, test } from 'vitest'
import { callbackRequest, otherRequest, VERSION_STREAM } from '../test-support/sample-callback.ts'
import { Timeline } from '../timeline/index.ts'
import { MockBackend } from './mock-backend.ts'
import { FENCE_PATH, MockBackendEndpoint } from './mock-backend-endpoint.ts'

const HEADER = 'x-stream'
const GATEWAY = 'http://127.0.0.1:1'

let timeline: Timeline
let backend: MockBackend
let desk: MockBackendEndpoint

beforeEach(() => {
  timeline = new Timeline(4_000)
  backend = new MockBackend(timeline, GATEWAY, { goAway: async () => {}, comeBack: async () => {} })
  desk = new MockBackendEndpoint(backend, HEADER)
})

function ask(stream: number, url = VERSION_STREAM): void {
  timeline.record({ kind: 'stream-request', method: 'GET', stream, url, headers: {} })
}

function streamsOfCalls(): (number | undefined)[] {
  return timeline.all('callback-request').map(({ stream }) => stream)
}

describe('A callback', () => {
  test('Assign a callback to the stream whose number is in its headers.', async () => {
    ask(1)
    ask(2)
    await desk.answer(callbackRequest({ headers: { [HEADER]: '2' } }))
    expect(streamsOfCalls()).toEqual([2])
  })

  test('Assign a callback by its token before its headers.', async () => {
    await desk.answer(callbackRequest({ headers: { [HEADER]: '2' } }))
    await desk.answer(callbackRequest({ action: 'disconnect', headers: {} }))
    await desk.answer(callbackRequest({ action: 'disconnect', headers: { [HEADER]: '7' } }))
    expect(streamsOfCalls()).toEqual([2, 2, 2])
  })

  test('Assign a callback without our header to the oldest stream with its target and no callback.', async () => {
    ask(1, '/other')
    ask(2)
    ask(3)
    await desk.answer(callbackRequest({ token: 'one' }))
    await desk.answer(callbackRequest({ token: 'two' }))
    await desk.answer(callbackRequest({ token: 'two', action: 'disconnect' }))
    expect(streamsOfCalls()).toEqual([2, 3, 3])
  })

  test('Do not assign a callback without our header and with a changed target.', async () => {
    ask(1)
    ask(2)
    await desk.answer(callbackRequest({ token: 'one', url: '/changed' }))
    await desk.answer(callbackRequest({ token: 'two', url: '/changed' }))
    await desk.answer(callbackRequest({ token: 'three', url: '/changed' }))
    expect(streamsOfCalls()).toEqual([undefined, undefined, undefined])
  })

  test('Do not assign a disconnect with an unknown token.', async () => {
    ask(1)
    await desk.answer(callbackRequest({ action: 'disconnect' }))
    expect(streamsOfCalls()).toEqual([undefined])
  })

  test('Record a callback and its answer under one number.', async () => {
    await desk.answer(callbackRequest())
    await desk.answer(callbackRequest({ action: 'disconnect' }))
    const [connect, disconnect] = timeline.all('callback-request')
    expect(connect).toMatchObject({
      payload: { action: 'connect', token: 'one', request: { url: VERSION_STREAM, headers: {} } },
      target: '/api/sse/callback?secret=abc',
    })
    expect(disconnect?.payload).toMatchObject({ action: 'disconnect', reason: 'client_closed' })
    expect(timeline.all('callback-response')).toMatchObject([
      { call: connect?.call, status: 200, body: '{}' },
      { call: disconnect?.call, status: 200, body: '{}' },
    ])
    expect(disconnect?.call).not.toBe(connect?.call)
  })
})

describe('A scenario', () => {
  test('A scenario owns the callbacks of its streams and of their tokens.', async () => {
    expect(desk.owns(callbackRequest({ headers: { [HEADER]: '5' } }))).toBe(false)
    desk.expect(5)
    expect(desk.owns(callbackRequest({ headers: { [HEADER]: '5' } }))).toBe(true)
    expect(desk.owns(callbackRequest({ headers: { [HEADER]: '6' } }))).toBe(false)
    expect(desk.owns(callbackRequest())).toBe(false)
    await desk.answer(callbackRequest({ headers: { [HEADER]: '5' } }))
    expect(desk.owns(callbackRequest({ action: 'disconnect' }))).toBe(true)
    expect(desk.owns(callbackRequest({ action: 'disconnect', token: 'two' }))).toBe(false)
  })

  test.each(['', 'no json', 'null', '5', '{}', '{"action":"connect"}', '{"action":"dance","token":"one"}'])(
    'A scenario does not own %j, and records it as a plain request.',
    async body => {
      expect(desk.owns(otherRequest('POST', body))).toBe(false)
      expect(await desk.answer(otherRequest('POST', body))).toMatchObject({ status: 400 })
      expect(timeline.all('backend-request')).toMatchObject([
        { method: 'POST', target: '/api/sse/callback?secret=abc' },
      ])
      expect(timeline.all('callback-request')).toEqual([])
    },
  )

  test('Answer an unknown path with 404.', async () => {
    expect(await desk.answer(otherRequest('GET', '', '/nowhere'))).toMatchObject({ status: 404 })
  })
})

test('The streams of fences are accepted whatever the backend’s scripts say.', async () => {
  backend.replyToConnect({ status: 403 })
  expect(await desk.answer(callbackRequest({ url: `${FENCE_PATH}?n=1` }))).toMatchObject({
    status: 200,
    body: '{}',
  })
  expect(await desk.answer(callbackRequest())).toMatchObject({ status: 403 })
})

describe('A callback without an answer', () => {
  test('Record once that the backend cut the connection of a callback.', async () => {
    backend.dropConnection('connect')
    const cut = new AbortController()
    expect(await desk.answer(callbackRequest({ abandoned: cut.signal }))).toBe('drop')
    cut.abort()
    expect(timeline.all('callback-unanswered').map(({ why }) => why)).toEqual([
      'the backend cut the connection',
    ])
    expect(timeline.all('callback-response')).toEqual([])
  })

  test('Record when the gateway gives a callback up, and ignore a late answer.', async () => {
    const gate = backend.holdConnect()
    const given = new AbortController()
    const answering = desk.answer(callbackRequest({ abandoned: given.signal }))
    await gate.reached()
    given.abort()
    const whys = () => timeline.all('callback-unanswered').map(({ why }) => why)
    expect(whys()).toEqual(['the gateway gave up before the backend answered'])
    gate.open()
    await answering
    expect(whys()).toHaveLength(1)
    expect(timeline.all('callback-response')).toEqual([])
  })
})
