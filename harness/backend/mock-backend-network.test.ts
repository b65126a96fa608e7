import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MockBackend } from '../mock-backend/mock-backend.ts'
import { callbackRequest } from '../test-support/sample-callback.ts'
import { nextMarker, Timeline } from '../timeline/index.ts'
import { CallbackServer } from '../wire/http-server.ts'

const GATEWAY = 'http://127.0.0.1:1'
const ELSEWHERE = 'http://127.0.0.1:2'
const NOWHERE = { goAway: async () => {}, comeBack: async () => {} }

let timeline: Timeline
let backend: MockBackend

beforeEach(() => {
  timeline = new Timeline(4_000)
  backend = new MockBackend(timeline, GATEWAY, NOWHERE)
})

afterEach(() => backend[Symbol.dispose]())

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

  test('Refuse connections while the backend is gone, and come back on the same port.', async () => {
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

  test('Come back though the action failed while the backend was gone.', async () => {
    await expect(gone.whileGone(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await statusOf(server.port)).toBe(404)
  })
})

describe('Sends', () => {
  test('Send to the gateway address that is set; fences always reach the gateway.', async () => {
    await backend.send({ token: 'one' })
    backend.setGatewayAddress(ELSEWHERE)
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

  test('Send events of the application the same way, and record their failures with its log.', async () => {
    backend.setGatewayAddress(ELSEWHERE)
    await backend.answer(callbackRequest())
    await backend.versions.announce('abc', '1.2.3')
    expect(timeline.all('send-request')).toMatchObject([
      { address: ELSEWHERE, command: { token: 'one', event: { name: 'version' } } },
    ])
    expect(timeline.all('send-failed')).toMatchObject([{ why: 'ECONNREFUSED' }])
    expect(timeline.all('note').some(({ by }) => by === 'backend')).toBe(true)
  })
})
