import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Timeline } from '../../timeline/index.ts'
import { RawConnection } from './raw-connection.ts'

let server: Server
let timeline: Timeline
let origin: string
let onSocket: (socket: Socket) => void

beforeEach(async () => {
  server = createServer(socket => {
    socket.on('error', () => {})
    onSocket(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  timeline = new Timeline(4_000)
})

afterEach(() => new Promise(resolve => server.close(resolve)))

test('A line says its bytes as they are, and tells the answers that came back.', async () => {
  const heard: Buffer[] = []
  onSocket = socket => {
    socket.on('data', bytes => {
      heard.push(bytes)
      socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n')
    })
  }
  const line = new RawConnection(timeline, origin)
  line.write(Buffer.from([0x16, 0x03, 0x00]))
  await line.answered(2)
  expect(line.statuses).toEqual([400, 200])
  expect([...Buffer.concat(heard)]).toEqual([0x16, 0x03, 0x00])
  expect(timeline.entries.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['line-sent', 'line-received']),
  )
  line.destroy()
  await line.closed()
})

test('A line that the other side closes has ended, and so has its wait for an answer.', async () => {
  onSocket = socket => socket.end()
  const line = new RawConnection(timeline, origin)
  await line.closed()
  await line.answered()
  expect([line.ended, line.statuses]).toEqual(['closed', []])
})

test('A line that is reset says so.', async () => {
  onSocket = socket => socket.resetAndDestroy()
  const line = new RawConnection(timeline, origin)
  await line.closed()
  expect(line.ended).toBe('reset')
})

test('A line to nobody is refused.', async () => {
  const line = new RawConnection(timeline, 'http://127.0.0.1:1')
  await line.closed()
  expect(line.ended).toBe('refused')
})

test('A line on which nothing comes back says what was waited for.', async () => {
  onSocket = () => {}
  const line = new RawConnection(new Timeline(20), origin)
  await expect(line.answered()).rejects.toThrow('Waited 0.02 s for an answer on the connection')
  await expect(line.closed()).rejects.toThrow(/close the connection. Last seen: nothing came back/)
  line.destroy()
})
