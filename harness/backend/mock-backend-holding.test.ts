import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MockBackend } from '../mock-backend/mock-backend.ts'
import { waitUntil } from '../process/index.ts'
import { callbackRequest, VERSION_STREAM } from '../test-support/sample-callback.ts'
import { Timeline } from '../timeline/index.ts'

const GATEWAY = 'http://127.0.0.1:1'
const NOWHERE = { goAway: async () => {}, comeBack: async () => {} }

let backend: MockBackend

beforeEach(() => {
  backend = new MockBackend(new Timeline(4_000), GATEWAY, NOWHERE)
})

afterEach(() => backend[Symbol.dispose]())

describe('A held callback', () => {
  test.each([
    ['connect', (held: MockBackend) => held.holdConnect()],
    ['disconnect', (held: MockBackend) => held.holdDisconnect()],
  ] as const)('Answer a held %s callback once the barrier is opened.', async (action, hold) => {
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

  test('Drop a held callback at the end of the scenario.', async () => {
    const gate = backend.holdConnect()
    const answering = backend.answer(callbackRequest())
    await gate.reached()
    backend[Symbol.dispose]()
    expect(await answering).toBe('drop')
  })
})

test('Answer a deferred disconnect at once, and apply it when the barrier is opened.', async () => {
  await backend.answer(callbackRequest())
  const gate = backend.deferDisconnect()
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
  test('Act during a connect callback before it is answered.', async () => {
    const happened: string[] = []
    backend.duringConnect(async ({ token, request }) => {
      await Promise.resolve()
      happened.push(`${token} ${request.url} ${backend.application.connections.has('version:abc')}`)
    })
    expect(await backend.answer(callbackRequest())).toMatchObject({ status: 200, body: '{}' })
    expect(happened).toEqual([`one ${VERSION_STREAM} false`])
    expect(backend.application.connections.has('version:abc')).toBe(true)
  })

  test('Keep the first error of a script, and cut the connection.', async () => {
    const [first, second] = [new Error('first'), new Error('second')]
    backend.duringConnect(() => Promise.reject(first), { times: 1 })
    expect(backend.scriptError).toBeUndefined()
    expect(await backend.answer(callbackRequest())).toBe('drop')
    expect(backend.scriptError).toEqual({ error: first })
    backend.duringConnect(() => Promise.reject(second))
    expect(await backend.answer(callbackRequest())).toBe('drop')
    expect(backend.scriptError?.error).toBe(first)
  })

  test('Keep the error of a script that throws undefined.', async () => {
    backend.duringConnect(() => Promise.reject(undefined))
    await backend.answer(callbackRequest())
    expect(backend.scriptError).toEqual({ error: undefined })
  })
})
