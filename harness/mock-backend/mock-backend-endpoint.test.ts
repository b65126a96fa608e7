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
  test('is the stream’s whose number its headers carry.', async () => {
    ask(1)
    ask(2)
    await desk.answer(callbackRequest({ headers: { [HEADER]: '2' } }))
    expect(streamsOfCalls()).toEqual([2])
  })

  test('is the stream’s whose token it carries, whatever its headers say.', async () => {
    await desk.answer(callbackRequest({ headers: { [HEADER]: '2' } }))
    await desk.answer(callbackRequest({ action: 'disconnect', headers: {} }))
    await desk.answer(callbackRequest({ action: 'disconnect', headers: { [HEADER]: '7' } }))
    expect(streamsOfCalls()).toEqual([2, 2, 2])
  })

  test('without our header is guessed to be of the oldest stream with its target that has none yet.', async () => {
    ask(1, '/other')
    ask(2)
    ask(3)
    await desk.answer(callbackRequest({ token: 'one' }))
    await desk.answer(callbackRequest({ token: 'two' }))
    await desk.answer(callbackRequest({ token: 'two', action: 'disconnect' }))
    expect(streamsOfCalls()).toEqual([2, 3, 3])
  })

  test('without our header and with a changed target belongs to no stream that could be named.', async () => {
    ask(1)
    ask(2)
    await desk.answer(callbackRequest({ token: 'one', url: '/changed' }))
    await desk.answer(callbackRequest({ token: 'two', url: '/changed' }))
    await desk.answer(callbackRequest({ token: 'three', url: '/changed' }))
    expect(streamsOfCalls()).toEqual([undefined, undefined, undefined])
  })

  test('of a disconnect for an unknown token is not guessed.', async () => {
    ask(1)
    await desk.answer(callbackRequest({ action: 'disconnect' }))
    expect(streamsOfCalls()).toEqual([undefined])
  })

  test('and its answer are on record under one number.', async () => {
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
  test('owns the callbacks of the streams it announced, and those of their tokens.', async () => {
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
    'owns nothing of %j, and records it as a plain request.',
    async body => {
      expect(desk.owns(otherRequest('POST', body))).toBe(false)
      expect(await desk.answer(otherRequest('POST', body))).toMatchObject({ status: 400 })
      expect(timeline.all('backend-request')).toMatchObject([
        { method: 'POST', target: '/api/sse/callback?secret=abc' },
      ])
      expect(timeline.all('callback-request')).toEqual([])
    },
  )

  test('answers what nobody serves with 404.', async () => {
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
  test('because the backend cut the connection is recorded once, even though that abandons it.', async () => {
    backend.dropConnection('connect')
    const cut = new AbortController()
    expect(await desk.answer(callbackRequest({ abandoned: cut.signal }))).toBe('drop')
    cut.abort()
    expect(timeline.all('callback-unanswered').map(({ why }) => why)).toEqual([
      'the backend cut the connection',
    ])
    expect(timeline.all('callback-response')).toEqual([])
  })

  test('because the gateway gave up is recorded then, and a late answer is none.', async () => {
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
