import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { waitUntil } from '../../process/index.ts'
import { needs } from '../../test-support/availability.ts'
import { dispatched, endOf } from '../../test-support/clients.ts'
import { type RawConnection, RawServer } from '../../test-support/raw-server.ts'
import { Timeline } from '../../timeline/index.ts'
import type { Stream } from '../sse-client/index.ts'
import { BrowserClients } from './browser-clients.ts'
import { type InBrowserSession, openInBrowser } from './open.ts'

const LIMIT_MS = 20_000
const program = needs('chromium', 'The streams of a browser')

describe.runIf(program)('In Chromium,', { timeout: 120_000 }, () => {
  let clients: BrowserClients
  let server: RawServer
  let timeline: Timeline
  let sessions: InBrowserSession[]

  beforeAll(async () => {
    if (program !== undefined) clients = await BrowserClients.start({ name: 'chromium', program })
  })
  afterAll(() => clients?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    server = await RawServer.listen()
    timeline = new Timeline(LIMIT_MS)
    sessions = []
  })
  afterEach(async () => {
    for (const session of sessions) session.close()
    await server[Symbol.asyncDispose]()
  })

  function open(
    target: string,
    options: { readonly reconnect?: boolean; readonly lastEventId?: string; readonly origin?: string } = {},
  ): { readonly session: InBrowserSession; readonly stream: Stream } {
    const { origin, ...more } = options
    const session = openInBrowser(
      timeline,
      clients,
      { origin: server.origin, target, headers: origin === undefined ? {} : { origin }, ...more },
      { onStream: () => {}, onFailure: () => {} },
    )
    sessions.push(session)
    const [stream] = session.streams
    if (stream === undefined) throw new Error('Expected a first stream at once.')
    return { session, stream }
  }

  function asked(count: number): Promise<readonly RawConnection[]> {
    return waitUntil(
      `${count} requests`,
      () =>
        server.connections.length >= count &&
        server.connections.every(({ isAsked }) => isAsked) &&
        server.connections,
      { limitMs: LIMIT_MS, lastSeen: () => server.connections.map(({ request }) => request) },
    )
  }

  test('a request arrives as the browser makes it, with credentials and the name of its stream.', async () => {
    const { stream } = open('/events?task_id=1')
    const [connection] = await asked(1)
    expect(connection?.request).toMatch(/^GET \/events\?task_id=1 HTTP\/1\.1\r\n/)
    expect(connection?.request).toMatch(/^cookie: page=conformance\r$/im)
    expect(connection?.request).toMatch(/^sec-fetch-mode: cors\r$/im)
    expect(connection?.request).toMatch(/^x-conformance-stream: [0-9a-f]{8}-\d+\r\n\r\n$/im)
    expect(stream.headers).toMatchObject({ accept: 'text/event-stream', 'sec-fetch-site': 'same-origin' })
  })

  test('events of any name are dispatched in order, and a difference to the other client would be seen.', async () => {
    const { session, stream } = open('/events')
    const [connection] = await asked(1)
    connection?.openStream()
    connection?.chunk(': hello\n\nevent: unheard\ndata: 1\n\ndata: 2\n')
    connection?.chunk('\nevent: error\ndata: 3\n\nevent: op')
    connection?.chunk('en\ndata: 4\nid: 7\n\n')
    connection?.lastChunk()
    await endOf(timeline, stream)
    expect(stream.dispatched).toEqual([
      { event: 'unheard', data: '1', lastEventId: '' },
      { event: 'message', data: '2', lastEventId: '' },
      { event: 'error', data: '3', lastEventId: '' },
      { event: 'open', data: '4', lastEventId: '7' },
    ])
    expect(stream.comments).toEqual(['hello'])
    expect(stream.ended?.how).toBe('clean')
    expect(session.difference()).toBeUndefined()
    const kinds = timeline.entries.map(({ kind }) => kind)
    expect(kinds.indexOf('stream-written')).toBeLessThan(kinds.indexOf('stream-event'))
  })

  test.each([
    ['a byte order mark', '\uFEFFdata: 1\n\n'],
    ['carriage returns alone', 'data: 1\rdata: 2\r\rdata: 3\r\n\r\n'],
    ['a NUL in an id', 'id: a\u0000b\ndata: 1\n\nid: 2\ndata: 2\n\n'],
    ['fields without a colon', 'data\ndata\n\nevent\ndata: 1\n\n'],
    ['bytes that are no UTF-8', Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xc3, 0x0a, 0x0a])],
    ['an event that is not ended', 'data: 1\n\ndata: 2\n'],
    ['a megabyte', `data: ${'x'.repeat(1_000_000)}\n\n`],
  ])('the browser reads %s as the other client does.', async (_, bytes) => {
    const { session, stream } = open('/events')
    const [connection] = await asked(1)
    connection?.openStream()
    connection?.chunk(bytes)
    connection?.lastChunk()
    await endOf(timeline, stream)
    expect(session.difference()).toBeUndefined()
  })

  test('streams of the same target are told apart, and more than six are open at once.', async () => {
    const streams = Array.from({ length: 8 }, () => open('/events').stream)
    for (const [at, connection] of (await asked(8)).entries()) {
      connection.openStream()
      connection.chunk(`data: ${/stream: (\S+)/.exec(connection.request)?.[1]} ${at}\n\n`)
    }
    for (const stream of streams) {
      const [event] = await dispatched(timeline, stream, 1)
      expect(event?.data.split(' ')[0]).toBe(stream.headers['x-conformance-stream'])
    }
  })

  test('leaving closes the connection, and resetting resets it.', async () => {
    const closed = open('/closed').stream
    const reset = open('/reset').stream
    const connections = await asked(2)
    for (const connection of connections) connection.openStream()
    await timeline.waitUntil({
      for: 'both streams to open',
      until: () => (closed.isOpen && reset.isOpen ? true : undefined),
    })
    closed.close()
    reset.reset()
    expect([closed.ended?.how, reset.ended?.how]).toEqual(['closed-by-client', 'reset-by-client'])
    const left = (target: string): string | undefined =>
      connections.find(({ request }) => request.startsWith(`GET ${target} `))?.left
    await waitUntil('both connections to end', () => left('/closed') && left('/reset'), { limitMs: LIMIT_MS })
    expect([left('/closed'), left('/reset')]).toEqual(['end', 'ECONNRESET'])
  })

  test('a browser that reconnects asks again with its last event id, and each request is a stream.', async () => {
    const { session } = open('/events', { reconnect: true, lastEventId: 'event-7' })
    const [first] = await asked(1)
    first?.openStream()
    first?.chunk('data: 1\n\n')
    first?.lastChunk()
    first?.end()
    const [, second] = await asked(2)
    expect(first?.request).not.toMatch(/last-event-id/i)
    expect(second?.request).toMatch(/^last-event-id: event-7\r$/im)
    expect(session.streams).toHaveLength(2)
    expect(session.streams[0]?.body.toString()).toBe('data: 1\n\n')
  })

  test('a refusal and a gateway that is gone are seen as such.', async () => {
    const refused = open('/refused').stream
    const [connection] = await asked(1)
    connection?.write('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\n{}')
    expect(await endOf(timeline, refused)).toMatchObject({ how: 'clean' })
    expect(refused.status).toBe(503)
    const { origin } = server
    await server[Symbol.asyncDispose]()
    const request = { origin, target: '/gone', headers: {} }
    const gone = openInBrowser(timeline, clients, request, { onStream: () => {}, onFailure: () => {} })
    sessions.push(gone)
    expect(await endOf(timeline, gone.streams[0] as Stream)).toMatchObject({ how: 'refused' })
  })

  test('a page of another origin gets events only where the answer allows it.', async () => {
    const origin = 'https://page.example'
    const [allowed, forbidden] = [open('/allowed', { origin }).stream, open('/forbidden', { origin }).stream]
    const connections = await asked(2)
    for (const connection of connections) {
      expect(connection.request).toMatch(/^origin: https:\/\/page\.example\r$/im)
      const allow = connection.request.startsWith('GET /allowed') ? 'Access-Control-Allow-Origin: *\r\n' : ''
      connection.write(`HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n${allow}\r\ndata: 1\n\n`)
      connection.end()
    }
    await endOf(timeline, allowed)
    await endOf(timeline, forbidden)
    expect(allowed.dispatched).toHaveLength(1)
    expect(forbidden.written).toHaveLength(1)
    expect(forbidden.dispatched).toEqual([])
  })
})
