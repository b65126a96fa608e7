import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waitUntil } from '../../process/index.ts'
import { CLIENTS, dispatched, endOf, opened } from '../../test-support/clients.ts'
import { LIMIT_MS, type RawConnection, RawServer } from '../../test-support/raw-server.ts'
import { Timeline } from '../../timeline/index.ts'

let server: RawServer
let timeline: Timeline

beforeEach(async () => {
  server = await RawServer.listen()
  timeline = new Timeline(LIMIT_MS)
})

afterEach(() => server[Symbol.asyncDispose]())

function leavingOf(connection: RawConnection): Promise<string> {
  return waitUntil('the client to leave', () => connection.left, { limitMs: LIMIT_MS })
}

describe.each(CLIENTS)('A stream of the %s client', client => {
  test('ends clean when the gateway finishes the response.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.lastChunk()
    expect(await endOf(timeline, stream)).toEqual({ how: 'clean', detail: undefined })
  })

  test('ends clean when a response without a length is finished by closing the connection.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n')
    connection.end()
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'clean' })
    expect(stream.dispatched).toHaveLength(1)
  })

  test('ends reset when the connection is reset, with all events before it.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk('data: 1\n\n')
    await dispatched(timeline, stream, 1)
    connection.reset()
    expect(await endOf(timeline, stream)).toEqual({ how: 'reset', detail: 'ECONNRESET' })
    expect(timeline.all('stream-end')).toMatchObject([{ how: 'reset', detail: 'ECONNRESET' }])
  })

  test('ends reset when the connection is closed before the response is finished.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk('data: 1\n\n')
    connection.end()
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'reset' })
    expect(stream.dispatched).toHaveLength(1)
  })

  test('ends reset when the gateway hangs up without an answer.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.end()
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'reset' })
    expect(stream.status).toBeUndefined()
  })

  test('ends refused when nobody listens.', async () => {
    const { origin } = server
    await server[Symbol.asyncDispose]()
    const stream = opened(client, timeline, { origin })
    expect(await endOf(timeline, stream)).toEqual({ how: 'refused', detail: 'ECONNREFUSED' })
  })

  test('leaves with a FIN when it is closed.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk('data: 1\n\n')
    await dispatched(timeline, stream, 1)
    stream.close()
    expect(await endOf(timeline, stream)).toEqual({ how: 'closed-by-client', detail: undefined })
    expect(await leavingOf(connection)).toBe('end')
  })

  test('leaves with a RST when it is reset.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk('data: 1\n\n')
    await dispatched(timeline, stream, 1)
    stream.reset()
    expect(await endOf(timeline, stream)).toEqual({ how: 'reset-by-client', detail: undefined })
    expect(await leavingOf(connection)).toBe('ECONNRESET')
  })

  test.each([
    ['close', 'closed-by-client', 'end'],
    ['reset', 'reset-by-client', 'ECONNRESET'],
  ] as const)('can be left by %s before it is answered.', async (leave, how, seen) => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    stream[leave]()
    expect(await endOf(timeline, stream)).toEqual({ how, detail: undefined })
    expect(await leavingOf(connection)).toBe(seen)
  })

  test('can be left before it is connected.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    stream.reset()
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'reset-by-client' })
  })

  test('keeps the way the client left, whatever the gateway does afterwards.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    stream.close()
    stream.reset()
    connection.reset()
    await waitUntil('the connection to be gone', () => connection.isGone, { limitMs: LIMIT_MS })
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'closed-by-client' })
    expect(timeline.all('stream-end')).toHaveLength(1)
  })
})
