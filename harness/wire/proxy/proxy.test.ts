import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waitUntil } from '../../process/index.ts'
import { ByteCounter } from './byte-counter.ts'
import { type HttpListener, HttpObserver } from './http-observer.ts'
import { RecordingProxy } from './proxy.ts'

let recorded: string[]
let server: Server
let answer: (request: IncomingMessage, body: string, response: ServerResponse) => void
let proxy: RecordingProxy

const listener: HttpListener<string> = {
  onRequest: ({ method, target, body }) => {
    recorded.push(`${method} ${target} ${body}`)
    return target
  },
  onResponseHead: () => {},
  onResponse: (target, { status, body }) => recorded.push(`${target} ${status} ${body}`),
  onUnanswered: (target, by, how) => recorded.push(`${target} unanswered: ${by} ${how}`),
}

beforeEach(async () => {
  recorded = []
  answer = (_request, body, response) => response.end(`heard ${body}`)
  server = createServer((asked, response) => {
    let body = ''
    asked.setEncoding('utf8').on('data', text => {
      body += text
    })
    asked.on('end', () => answer(asked, body, response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  proxy = await RecordingProxy.listen({ observe: () => new HttpObserver(listener) })
  proxy.setUpstream({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
})

afterEach(async () => {
  await proxy[Symbol.asyncDispose]()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

function ask(body: string, target = '/a'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port: proxy.port, method: 'POST', path: target, agent: false },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', part => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
        response.on('error', reject)
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })
}

test('Forward an exchange, and record it before it is forwarded.', async () => {
  answer = (_request, body, response) => {
    expect(recorded).toEqual(['POST /a grüße'])
    response.writeHead(201).end(`heard ${body}`)
  }
  expect(await ask('grüße')).toEqual({ status: 201, body: 'heard grüße' })
  expect(recorded).toEqual(['POST /a grüße', '/a 201 heard grüße'])
})

test('Forward every byte unchanged in both directions, HTTP or not.', async () => {
  await using plain = await RecordingProxy.listen({ observe: () => new HttpObserver(listener) })
  const sockets: Socket[] = []
  const echo = createTcpServer(socket => {
    sockets.push(socket)
    socket.pipe(socket)
  })
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve))
  plain.setUpstream({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port })
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 256))
  const received: Buffer[] = []
  const caller = connect(plain.port, '127.0.0.1')
  caller.on('data', chunk => received.push(chunk))
  caller.end(bytes)
  await new Promise(resolve => caller.on('end', resolve))
  expect(Buffer.concat(received).equals(bytes)).toBe(true)
  expect(recorded).toEqual([])
  echo.close()
})

test('A connection that comes before the upstream is known waits.', async () => {
  await using early = await RecordingProxy.listen()
  const caller = connect(early.port, '127.0.0.1')
  caller.write('GET /early HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  let received = ''
  caller.setEncoding('utf8').on('data', text => {
    received += text
  })
  early.setUpstream({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  await new Promise(resolve => caller.on('end', resolve))
  expect(received).toMatch(/^HTTP\/1.1 200/)
})

test('Forward a reset of one side to the other.', async () => {
  answer = request => request.socket.resetAndDestroy()
  await expect(ask('x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(recorded).toEqual(['POST /a x', '/a unanswered: upstream ECONNRESET'])
})

test('An upstream port without a listener ends the connection.', async () => {
  proxy.setUpstream({ host: '127.0.0.1', port: 1 })
  await expect(ask('x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(recorded).toEqual(['POST /a x', '/a unanswered: upstream ECONNREFUSED'])
})

test('Record a whole request in pieces though upstream cannot be reached.', async () => {
  proxy.setUpstream({ host: '127.0.0.1', port: 1 })
  const caller = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true })
  const over = new Promise(resolve => caller.on('close', resolve).on('error', () => {}))
  const [head, body] = ['POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n', 'xy']
  await new Promise(resolve => caller.write(head, resolve))
  // By then the proxy knows that upstream cannot be reached.
  await expect(ask('other', '/b')).rejects.toMatchObject({ code: 'ECONNRESET' })
  caller.write(body)
  await over
  expect(recorded.slice(2)).toEqual(['POST /a xy', '/a unanswered: upstream ECONNREFUSED'])
})

test('Record at once that downstream leaves, and close the upstream side.', async () => {
  const left = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  answer = (_request, _body, response) => {
    response.on('close', () => left.resolve())
    asked.resolve()
  }
  const asking = request({ host: '127.0.0.1', port: proxy.port, method: 'POST', path: '/a', agent: false })
  asking.on('error', () => {})
  asking.end('x')
  await asked.promise
  asking.destroy()
  await left.promise
  expect(recorded).toHaveLength(2)
  expect(recorded[1]).toMatch(/^\/a unanswered: downstream /)
})

describe('A fault', () => {
  test('A fault that delays keeps the order and the bytes.', async () => {
    using _slow = proxy.inject({ direction: 'to-downstream', delayMs: 30 })
    const began = performance.now()
    expect(await ask('x')).toEqual({ status: 200, body: 'heard x' })
    expect(performance.now() - began).toBeGreaterThan(29)
  })

  test('A fault that splits into single bytes changes none.', async () => {
    using _single = proxy.inject({ direction: 'to-upstream', singleBytes: true })
    expect(await ask('grüße')).toEqual({ status: 200, body: 'heard grüße' })
  })

  test.each([
    ['cut', /ECONNRESET|aborted|socket hang up/],
    ['reset', /ECONNRESET/],
  ] as const)('A fault that %ss after some bytes breaks the answer there.', async (ending, message) => {
    using _broken = proxy.inject({ direction: 'to-downstream', after: 40, ending })
    await expect(ask('x')).rejects.toThrow(message)
    expect(recorded).toEqual(['POST /a x', `/a unanswered: proxy ${ending}`])
  })

  test('A fault that holds forwards nothing until it ends.', async () => {
    const held = proxy.inject({ direction: 'to-upstream', ending: 'hold', connections: 1 })
    const asking = ask('held')
    expect(await ask('not held', '/b')).toMatchObject({ body: 'heard not held' })
    expect(recorded).toEqual(['POST /b not held', '/b 200 heard not held'])
    held.end()
    expect(await asking).toEqual({ status: 200, body: 'heard held' })
  })

  test('A fault may be limited to the first connections, and stops when it is ended.', async () => {
    const broken = proxy.inject({ direction: 'to-downstream', ending: 'reset', connections: 1 })
    await expect(ask('first')).rejects.toThrow('ECONNRESET')
    expect(await ask('second')).toMatchObject({ body: 'heard second' })
    broken.end()
    expect(await ask('third')).toMatchObject({ body: 'heard third' })
  })
})

test('Record a whole response that ends with its connection.', async () => {
  answer = request => request.socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end')
  expect(await ask('x')).toMatchObject({ body: 'until the end' })
  expect(recorded[1]).toBe('/a 200 until the end')
})

test('Forward bytes that are not HTTP, and record nothing.', async () => {
  answer = request => request.socket.end('garbage\r\n\r\n')
  await expect(ask('x')).rejects.toThrow('Parse Error')
  expect(recorded).toEqual(['POST /a x', '/a unanswered: upstream what it said is no HTTP'])
})

test('Disposing of a proxy cuts its connections.', async () => {
  const asked = Promise.withResolvers<void>()
  answer = () => asked.resolve()
  const asking = ask('x').catch((error: NodeJS.ErrnoException) => error.code)
  await asked.promise
  await proxy[Symbol.asyncDispose]()
  expect(await asking).toBe('ECONNRESET')
  await waitUntil(
    'nobody to be connected',
    () =>
      new Promise<true | undefined>(resolve =>
        server.getConnections((_error, count) => resolve(count === 0 ? true : undefined)),
      ),
  )
})

test('A byte counter states the bytes in each direction and who ended the connection first.', async () => {
  const told: string[] = []
  const names = { downstream: 'the client', upstream: 'the gateway' }
  await using watched = await RecordingProxy.listen({
    observe: () => new ByteCounter(names, sentence => told.push(sentence)),
  })
  watched.setUpstream({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  answer = request => request.socket.end('HTTP/1.0 200 OK\r\n\r\n12345')
  const caller = connect(watched.port, '127.0.0.1')
  caller.write('GET / HTTP/1.0\r\n\r\n')
  caller.resume()
  await new Promise(resolve => caller.on('close', resolve))
  expect(told[0]).toBe('18 bytes passed to the gateway and 24 to the client; the gateway closed its side')
})
