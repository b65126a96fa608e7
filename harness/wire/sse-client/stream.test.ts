import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CLIENTS, dispatched, endOf, opened } from '../../test-support/clients.ts'
import { LIMIT_MS, RawServer } from '../../test-support/raw-server.ts'
import { Timeline } from '../../timeline/index.ts'
import { STREAM_HEADER, streamNumberIn } from './stream.ts'

let server: RawServer
let timeline: Timeline

beforeEach(async () => {
  server = await RawServer.listen()
  timeline = new Timeline(LIMIT_MS)
})

afterEach(() => server[Symbol.asyncDispose]())

describe.each(CLIENTS)('The %s client', client => {
  test('asks with the target as it stands, the headers, and the number of its stream.', async () => {
    const stream = opened(client, timeline, {
      origin: server.origin,
      target: '/a%2Fb?q=%20&x=',
      headers: { 'X-Twice': ['one', 'two'], accept: 'text/event-stream' },
    })
    const { request } = await server.asked()
    expect(request.startsWith('GET /a%2Fb?q=%20&x= HTTP/1.1\r\n')).toBe(true)
    expect(request).toContain('\r\nX-Twice: one\r\nX-Twice: two\r\n')
    const value = String(stream.headers[STREAM_HEADER])
    expect(streamNumberIn(value)).toBe(stream.number)
    expect(streamNumberIn(String(stream.number))).toBeUndefined()
    expect(request.toLowerCase()).toContain(`\r\n${STREAM_HEADER}: ${value}\r\n`)
    expect(timeline.all('stream-request')).toMatchObject([
      { stream: stream.number, url: '/a%2Fb?q=%20&x=', headers: { [STREAM_HEADER]: value } },
    ])
  })

  test('gives every event, whatever its name, in order.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    const names = ['open', 'message', 'error', 'close', 'abort', 'constructor', '__proto__', 'grüße']
    for (const name of names) connection.chunk(`event: ${name}\ndata: ${name} data\n\n`)
    connection.chunk('data: unnamed\n\nevent:\ndata: empty name\n\n')
    connection.lastChunk()
    expect(await endOf(timeline, stream)).toEqual({ how: 'clean', detail: undefined })
    expect(stream.dispatched).toEqual([
      ...names.map(event => ({ event, data: `${event} data`, lastEventId: '' })),
      { event: 'message', data: 'unnamed', lastEventId: '' },
      { event: 'message', data: 'empty name', lastEventId: '' },
    ])
    expect(stream.written).toEqual(stream.dispatched)
    expect(timeline.all('stream-event').map(({ event }) => event)).toEqual(stream.dispatched)
    expect(timeline.all('stream-written').map(({ event }) => event)).toEqual(stream.dispatched)
  })

  test('does not take an event named error for the end.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk('event: error\ndata: {"error":"Task not found"}\n\n')
    await dispatched(timeline, stream, 1)
    expect(stream.isOpen).toBe(true)
    connection.chunk('event: connection_close\ndata: {}\n\n')
    expect((await dispatched(timeline, stream, 2)).map(({ event }) => event)).toEqual([
      'error',
      'connection_close',
    ])
    expect(stream.ended).toBeUndefined()
  })

  test('keeps comments apart from events.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk(': heartbeat\n\n:\ndata: 1\n: inside\n\n')
    connection.lastChunk()
    await endOf(timeline, stream)
    expect(stream.comments).toEqual(['heartbeat', '', 'inside'])
    expect(timeline.all('stream-comment').map(({ text }) => text)).toEqual(stream.comments)
    expect(stream.dispatched.map(({ data }) => data)).toEqual(['1'])
  })

  test('reads ids, repeated data lines, all line ends and a byte order mark as the standard has it.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    connection.chunk('\uFEFFdata: first\n\nid: 7\rdata: a\rdata:b\rdata:  c\r\r')
    connection.chunk('data: same id\r\n\r\nid\ndata\n\nunknown: field\n\ndata: never finished\n')
    connection.lastChunk()
    await endOf(timeline, stream)
    const expected = [
      { event: 'message', data: 'first', lastEventId: '' },
      { event: 'message', data: 'a\nb\n c', lastEventId: '7' },
      { event: 'message', data: 'same id', lastEventId: '7' },
      { event: 'message', data: '', lastEventId: '' },
    ]
    expect(stream.written).toEqual(expected)
    expect(stream.dispatched).toEqual(expected)
  })

  test('reads the same when every byte comes in a chunk of its own.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    const bytes = Buffer.from('event: größe\r\ndata: 🌍 übermäßig\r\n\r\n: 💓\n\nid: é\ndata: a\ndata: b\n\n')
    for (const byte of bytes) connection.chunk(Buffer.of(byte))
    connection.lastChunk()
    await endOf(timeline, stream)
    expect(timeline.all('stream-bytes')).toHaveLength(bytes.length)
    expect(stream.dispatched).toEqual([
      { event: 'größe', data: '🌍 übermäßig', lastEventId: '' },
      { event: 'message', data: 'a\nb', lastEventId: 'é' },
    ])
    expect(stream.written).toEqual(stream.dispatched)
    expect(stream.comments).toEqual(['💓'])
  })

  test('keeps the exact bytes with the time at which they came.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    const bytes = Buffer.from([...Buffer.from('data: '), 0xff, 0x00, 0xc3, 0x0a, 0x0a])
    connection.chunk(bytes)
    await dispatched(timeline, stream, 1)
    timeline.note('between the two')
    connection.chunk('data: 2\n\n')
    await dispatched(timeline, stream, 2)
    expect(stream.body).toEqual(Buffer.concat([bytes, Buffer.from('data: 2\n\n')]))
    const [first, second] = timeline.all('stream-bytes')
    const [between] = timeline.all('note')
    expect(first?.bytes).toEqual(bytes)
    expect([first?.at, between?.at, second?.at].toSorted((a = 0, b = 0) => a - b)).toEqual([
      first?.at,
      between?.at,
      second?.at,
    ])
  })

  test('has the status and the headers before anything is on the stream.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    expect(stream.isOpen).toBe(false)
    const connection = await server.asked()
    connection.write('HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream ; charset=utf-8\r\nX-Own: 1\r\n\r\n')
    await timeline.waitUntil({
      for: 'the head of the response',
      until: () => timeline.all('stream-response')[0],
    })
    expect(stream.status).toBe(200)
    expect(stream.responseHeaders).toMatchObject({ 'x-own': '1' })
    expect(stream.isOpen).toBe(true)
    expect(timeline.all('stream-response')).toMatchObject([
      { stream: stream.number, status: 200, headers: { 'x-own': '1' } },
    ])
  })

  test.each([
    ['503 Service Unavailable', 'application/json', 503],
    ['403 Forbidden', 'text/event-stream', 403],
    ['200 OK', 'text/html', 200],
    ['200 OK', 'text/event-streams', 200],
  ])('opens no stream on %s with %s, and has the body.', async (head, type, status) => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.write(`HTTP/1.1 ${head}\r\nContent-Type: ${type}\r\nContent-Length: 9\r\n\r\ndata: `)
    await timeline.waitUntil({ for: 'the first bytes', until: () => timeline.all('stream-bytes')[0] })
    connection.write('1\n\n')
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'clean' })
    expect(stream).toMatchObject({ status, isOpen: false, isEventStream: false, written: [], dispatched: [] })
    expect(stream.body.toString()).toBe('data: 1\n\n')
  })

  test('opens no stream on 204.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.write('HTTP/1.1 204 No Content\r\n\r\n')
    expect(await endOf(timeline, stream)).toMatchObject({ how: 'clean' })
    expect(stream).toMatchObject({ status: 204, isOpen: false })
    expect(server.connections).toHaveLength(1)
  })

  test('records the end once, and after every event before it.', async () => {
    const stream = opened(client, timeline, { origin: server.origin })
    const connection = await server.asked()
    connection.openStream()
    for (let number = 1; number <= 100; number += 1) connection.chunk(`data: ${number}\n\n`)
    connection.lastChunk()
    connection.end()
    await endOf(timeline, stream)
    stream.close()
    expect(stream.dispatched.map(({ data }) => Number(data))).toEqual(
      Array.from({ length: 100 }, (_, at) => at + 1),
    )
    expect(timeline.all('stream-end')).toHaveLength(1)
    expect(timeline.entries.at(-1)?.kind).toBe('stream-end')
  })
})

test('Fences are dispatched, seen, and left out of what was received.', async () => {
  const stream = opened('browser', timeline, { origin: server.origin })
  const connection = await server.asked()
  connection.openStream()
  connection.chunk('data: 1\n\nevent: fence\ndata: {"fence":"0123abcd-1"}\n\n')
  await dispatched(timeline, stream, 2)
  expect(stream.hasSeen('0123abcd-1')).toBe(true)
  expect(stream.hasSeen('0123abcd-2')).toBe(false)
  expect(stream.received.map(({ data }) => data)).toEqual(['1'])
})

test('A stream finds the connect callback that was made for it, and its token.', () => {
  const [first, second] = [1, 2].map(() => opened('wire', timeline, { origin: server.origin }))
  for (const [call, [stream, token]] of [
    [second?.number, 'two'],
    [first?.number, 'one'],
  ].entries()) {
    timeline.record({
      kind: 'callback-request',
      call,
      stream: Number(stream),
      payload: { action: 'connect', token: String(token), request: { url: '/events', headers: {} } },
      method: 'POST',
      contentType: 'application/json',
      target: '/callback',
    })
  }
  expect([first?.token, second?.token]).toEqual(['one', 'two'])
})
