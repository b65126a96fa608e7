import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../../process/index.ts'
import { dispatched, endOf, opened } from '../../test-support/clients.ts'
import { LIMIT_MS, RawServer } from '../../test-support/raw-server.ts'
import { Timeline } from '../../timeline/index.ts'
import { type BrowserSession, openEventSource } from './open.ts'
import type { Stream } from './stream.ts'

let server: RawServer
let timeline: Timeline

beforeEach(async () => {
  server = await RawServer.listen()
  timeline = new Timeline(LIMIT_MS)
})

afterEach(() => server[Symbol.asyncDispose]())

function browse(lastEventId?: string): BrowserSession {
  return openEventSource(
    timeline,
    {
      origin: server.origin,
      target: '/events',
      headers: {},
      reconnect: true,
      ...(lastEventId === undefined ? {} : { lastEventId }),
    },
    () => undefined,
  )
}

function streamAt(session: BrowserSession, at: number): Stream {
  const stream = session.streams[at]
  if (stream === undefined)
    throw new Error(`The browser asked for ${session.streams.length} streams, not ${at + 1}.`)
  return stream
}

/** What the server was asked for, up to a request made after every timer that was due. */
async function requestsSoFar(): Promise<string[]> {
  await new Promise(resolve => setTimeout(resolve, 0))
  const fence = opened('wire', timeline, { origin: server.origin, target: '/afterwards' })
  const targets = (): string[] => server.connections.map(({ request }) => request.split(' ', 2)[1] ?? '')
  const seen = await waitUntil(
    'the request afterwards',
    () => (targets().includes('/afterwards') ? targets() : undefined),
    { limitMs: LIMIT_MS },
  )
  fence.close()
  return seen
}

test('A browser stays closed after the end, even when it was told to retry at once.', async () => {
  const stream = opened('browser', timeline, { origin: server.origin })
  const connection = await server.asked()
  connection.openStream()
  connection.chunk('retry: 0\ndata: 1\n\n')
  connection.lastChunk()
  await endOf(timeline, stream)
  expect(await requestsSoFar()).toEqual(['/events', '/afterwards'])
})

test.each([204, 403, 500])(
  'A browser does not ask again after %i, even one that reconnects.',
  async status => {
    const session = browse()
    const connection = await server.asked()
    connection.write(`HTTP/1.1 ${status} Whatever\r\nContent-Length: 0\r\n\r\n`)
    await endOf(timeline, streamAt(session, 0))
    expect(await requestsSoFar()).toEqual(['/events', '/afterwards'])
  },
)

test('A browser that reconnects asks again with the id of the last event it saw.', async () => {
  const session = browse()
  const first = await server.asked(1)
  expect(first.request.toLowerCase()).not.toContain('last-event-id')
  first.openStream()
  first.chunk('id: 7\ndata: a\n\ndata: b\n\n')
  first.lastChunk()
  const second = await server.asked(2)
  expect(second.request).toContain('\r\nLast-Event-ID: 7\r\n')
  second.openStream()
  second.chunk('data: c\n\n')
  await dispatched(timeline, streamAt(session, 1), 1)
  expect(session.streams.map(stream => stream.dispatched)).toEqual([
    [
      { event: 'message', data: 'a', lastEventId: '7' },
      { event: 'message', data: 'b', lastEventId: '7' },
    ],
    [{ event: 'message', data: 'c', lastEventId: '7' }],
  ])
  expect(streamAt(session, 0).ended?.how).toBe('clean')
  expect(streamAt(session, 1).number).toBeGreaterThan(streamAt(session, 0).number)
  session.close()
})

test('A browser that reconnects does so after a reset as well.', async () => {
  const session = browse()
  const first = await server.asked(1)
  first.openStream()
  first.chunk('data: a\n\n')
  await dispatched(timeline, streamAt(session, 0), 1)
  first.reset()
  await server.asked(2)
  expect(streamAt(session, 0).ended?.how).toBe('reset')
  session.close()
})

test('A browser that has been here before sends the id it remembers when it reconnects.', async () => {
  const session = browse('41')
  const first = await server.asked(1)
  first.openStream()
  first.lastChunk()
  expect((await server.asked(2)).request).toContain('\r\nLast-Event-ID: 41\r\n')
  expect(streamAt(session, 0)).toMatchObject({ dispatched: [], written: [] })
  expect(streamAt(session, 0).body).toHaveLength(0)
  session.close()
})

test('A browser that was closed does not ask again.', async () => {
  const session = browse()
  const connection = await server.asked()
  connection.openStream()
  connection.chunk('data: a\n\n')
  await dispatched(timeline, streamAt(session, 0), 1)
  session.close()
  expect(await endOf(timeline, streamAt(session, 0))).toMatchObject({ how: 'closed-by-client' })
  expect(await requestsSoFar()).toEqual(['/events', '/afterwards'])
})

test('Whoever opens a browser hears of every stream before it is asked for on the wire.', async () => {
  const heard: number[] = []
  const session = openEventSource(
    timeline,
    { origin: server.origin, target: '/events', headers: {}, reconnect: true },
    stream => heard.push(stream.number),
  )
  expect(heard).toEqual(session.streams.map(({ number }) => number))
  const first = await server.asked(1)
  first.openStream()
  first.lastChunk()
  await server.asked(2)
  expect(heard).toEqual(session.streams.map(({ number }) => number))
  expect(heard).toHaveLength(2)
  session.close()
})
