import { describe, expect, test } from 'vitest'
import type { Callback, SendCommand } from '../contract/payloads.ts'
import type { Observation } from './entry.ts'
import { Timeline } from './timeline.ts'

const BODY = { status: 200, body: '' }

function connect(call: number, stream: number | undefined, token: string): Observation {
  return callback(call, stream, { action: 'connect', token, request: { url: '/', headers: {} } })
}

function callback(call: number, stream: number | undefined, payload: Callback): Observation {
  return {
    kind: 'callback-request',
    call,
    stream,
    payload,
    method: 'POST',
    target: '/',
    contentType: 'application/json',
  }
}

function send(number: number, command: Partial<SendCommand>): Observation {
  const raw = JSON.stringify(command)
  return { kind: 'send-request', send: number, method: 'POST', address: '', command, raw, fence: false }
}

function recorded(...observations: readonly Observation[]): Timeline {
  const timeline = new Timeline()
  for (const observation of observations) timeline.record(observation)
  return timeline
}

describe('Exchanges', () => {
  test('are empty for numbers that the timeline does not have', () => {
    const { exchanges } = recorded()
    expect([exchanges.callback(1), exchanges.send(1), exchanges.stream(1), exchanges.connect(1)]).toEqual([
      {},
      {},
      {},
      {},
    ])
    expect([exchanges.disconnects(1), exchanges.sendsTo('a'), exchanges.streamWith('a')]).toEqual([
      [],
      [],
      undefined,
    ])
  })

  test('join a callback with its outcome, and a stream with its first connect callback', () => {
    const { exchanges } = recorded(
      connect(1, 7, 'a'),
      connect(2, 7, 'b'),
      { kind: 'callback-head', call: 1, status: 200 },
      { kind: 'callback-response', call: 1, ...BODY },
      { kind: 'callback-unanswered', call: 2, by: 'gateway', why: 'the gateway gave up' },
    )
    expect(exchanges.callback(2)).toMatchObject({ unanswered: { by: 'gateway' } })
    expect(exchanges.connect(7)).toBe(exchanges.callback(1))
    expect(exchanges.connect(7)).toMatchObject({ head: { call: 1 }, response: { call: 1 } })
  })

  test('grow with the timeline', () => {
    const timeline = recorded(connect(1, 7, 'a'))
    expect(timeline.exchanges.isOpen(1)).toBe(true)
    timeline.record({ kind: 'callback-response', call: 1, ...BODY })
    expect(timeline.exchanges.isOpen(1)).toBe(false)
  })

  test('are the same for a restored timeline', () => {
    const { entries } = recorded(connect(1, 7, 'a'), send(3, { token: 'a', close: true }))
    const restored = new Timeline()
    for (const entry of entries) restored.restore(entry)
    expect(restored.exchanges.connect(7).request).toBe(entries[0])
    expect(restored.exchanges.sendsTo('a')).toEqual([{ request: entries[1], came: 1 }])
  })

  test('count the first entry of a kind', () => {
    const { exchanges } = recorded(
      send(1, { token: 'a' }),
      { kind: 'send-response', send: 1, status: 200, body: 'first' },
      { kind: 'send-response', send: 1, status: 404, body: 'second' },
      { kind: 'stream-end', stream: 7, how: 'clean' },
      { kind: 'stream-end', stream: 7, how: 'reset' },
    )
    expect(exchanges.send(1).response?.body).toBe('first')
    expect(exchanges.stream(7).end?.how).toBe('clean')
  })

  test('leave fences out of the sends to a token', () => {
    const marker = { name: 'fence', data: '{"fence":"0123abcd-1"}' }
    const { exchanges } = recorded(
      send(1, { token: 'a', event: marker }),
      send(2, { token: 'a', event: { data: 'x' } }),
      send(3, { token: 'b', event: { data: 'x' } }),
    )
    expect(exchanges.sendsTo('a').map(({ request }) => request.send)).toEqual([2])
    expect(exchanges.sendsTo(undefined)).toEqual([])
  })

  test('say when a send came and when it was settled', () => {
    const { exchanges } = recorded(
      connect(1, 7, 'a'),
      send(1, { token: 'a' }),
      { kind: 'note', text: 'between' },
      { kind: 'send-failed', send: 1, reason: 'given-up', why: 'no answer' },
      { kind: 'send-response', send: 1, status: 200, body: 'late' },
    )
    expect(exchanges.send(1)).toMatchObject({ came: 1, settled: 3 })
  })

  test('join a request that is no callback with its response', () => {
    const request = { kind: 'backend-request', request: 2, method: 'GET', target: '/metrics' } as const
    const response = { kind: 'backend-response', request: 2, status: 200, headers: {}, body: '' } as const
    const { exchanges } = recorded({ ...request, request: 1 }, request, response)
    expect(exchanges.backendRequest(2)).toMatchObject({ request, response })
    expect(exchanges.backendRequest(1).response).toBeUndefined()
  })

  test('take event data that is no text', () => {
    const event = { data: { toString: 1, valueOf: 1 } } as unknown as NonNullable<SendCommand['event']>
    const { exchanges } = recorded(send(1, { token: 'a', event }))
    expect(exchanges.sendsTo('a')).toHaveLength(1)
  })

  test('find the disconnect callbacks of a stream and the stream of a token', () => {
    const { exchanges } = recorded(
      connect(1, undefined, 'z'),
      connect(2, 7, 'a'),
      callback(3, 7, {
        action: 'disconnect',
        reason: 'client_closed',
        token: 'other',
        request: { url: '/', headers: {} },
      }),
    )
    expect(exchanges.disconnects(7).map(({ call }) => call)).toEqual([3])
    expect(exchanges.streamWith('a')).toBe(7)
    expect(exchanges.streamWith('z')).toBeUndefined()
  })
})
