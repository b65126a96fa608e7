import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waitUntil } from '../../process/index.ts'
import { ByteCounter } from './byte-counter.ts'
import { type HttpListener, HttpObserver } from './http-observer.ts'
import { RecordingProxy } from './proxy.ts'

let heard: string[]
let server: Server
let answer: (request: IncomingMessage, body: string, response: ServerResponse) => void
let tap: RecordingProxy

const listener: HttpListener<string> = {
  onRequest: ({ method, target, body }) => {
    heard.push(`${method} ${target} ${body}`)
    return target
  },
  onResponseHead: () => {},
  onResponse: (target, { status, body }) => heard.push(`${target} ${status} ${body}`),
  onUnanswered: (target, by, how) => heard.push(`${target} unanswered: ${by} ${how}`),
}

beforeEach(async () => {
  heard = []
  answer = (_request, body, response) => response.end(`heard ${body}`)
  server = createServer((asked, response) => {
    let body = ''
    asked.setEncoding('utf8').on('data', text => {
      body += text
    })
    asked.on('end', () => answer(asked, body, response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  tap = await RecordingProxy.listen({ look: () => new HttpObserver(listener) })
  tap.setUpstream({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
})

afterEach(async () => {
  await tap[Symbol.asyncDispose]()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

function ask(body: string, target = '/a'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port: tap.port, method: 'POST', path: target, agent: false },
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

test('An exchange goes through, and is heard before it goes on.', async () => {
  answer = (_request, body, response) => {
    expect(heard).toEqual(['POST /a grüße'])
    response.writeHead(201).end(`heard ${body}`)
  }
  expect(await ask('grüße')).toEqual({ status: 201, body: 'heard grüße' })
  expect(heard).toEqual(['POST /a grüße', '/a 201 heard grüße'])
})

test('Every byte passes unchanged, both ways, whatever is said.', async () => {
  await using plain = await RecordingProxy.listen({ look: () => new HttpObserver(listener) })
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
  expect(heard).toEqual([])
  echo.close()
})

test('A connection made before it is known where to waits.', async () => {
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

test('A reset of one side resets the other.', async () => {
  answer = request => request.socket.resetAndDestroy()
  await expect(ask('x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(heard).toEqual(['POST /a x', '/a unanswered: called ECONNRESET'])
})

test('A port that nobody listens on ends the connection.', async () => {
  tap.setUpstream({ host: '127.0.0.1', port: 1 })
  await expect(ask('x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(heard).toEqual(['POST /a x', '/a unanswered: called ECONNREFUSED'])
})

test('A request in pieces for somebody who is not there is heard whole.', async () => {
  tap.setUpstream({ host: '127.0.0.1', port: 1 })
  const caller = connect({ port: tap.port, host: '127.0.0.1', noDelay: true })
  const over = new Promise(resolve => caller.on('close', resolve).on('error', () => {}))
  const [head, body] = ['POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n', 'xy']
  await new Promise(resolve => caller.write(head, resolve))
  // The tap has given up reaching anybody by the time that this comes back.
  await expect(ask('other', '/b')).rejects.toMatchObject({ code: 'ECONNRESET' })
  caller.write(body)
  await over
  expect(heard.slice(2)).toEqual(['POST /a xy', '/a unanswered: called ECONNREFUSED'])
})

test('A caller that leaves is heard at once, and the called side sees it leave.', async () => {
  const left = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  answer = (_request, _body, response) => {
    response.on('close', () => left.resolve())
    asked.resolve()
  }
  const asking = request({ host: '127.0.0.1', port: tap.port, method: 'POST', path: '/a', agent: false })
  asking.on('error', () => {})
  asking.end('x')
  await asked.promise
  asking.destroy()
  await left.promise
  expect(heard).toHaveLength(2)
  expect(heard[1]).toMatch(/^\/a unanswered: caller /)
})

describe('A disturbance', () => {
  test('that delays keeps the order and the bytes.', async () => {
    using _slow = tap.disturb({ direction: 'back', delayMs: 30 })
    const began = performance.now()
    expect(await ask('x')).toEqual({ status: 200, body: 'heard x' })
    expect(performance.now() - began).toBeGreaterThan(29)
  })

  test('that splits into single bytes changes none.', async () => {
    using _single = tap.disturb({ direction: 'onward', singleBytes: true })
    expect(await ask('grüße')).toEqual({ status: 200, body: 'heard grüße' })
  })

  test.each([
    ['cut', /ECONNRESET|aborted|socket hang up/],
    ['reset', /ECONNRESET/],
  ] as const)('that %ss after some bytes breaks the answer there.', async (ending, message) => {
    using _broken = tap.disturb({ direction: 'back', after: 40, ending })
    await expect(ask('x')).rejects.toThrow(message)
    expect(heard).toEqual(['POST /a x', `/a unanswered: tap ${ending}`])
  })

  test('that holds lets nothing through until it ends.', async () => {
    const held = tap.disturb({ direction: 'onward', ending: 'hold', connections: 1 })
    const asking = ask('held')
    expect(await ask('not held', '/b')).toMatchObject({ body: 'heard not held' })
    expect(heard).toEqual(['POST /b not held', '/b 200 heard not held'])
    held.end()
    expect(await asking).toEqual({ status: 200, body: 'heard held' })
  })

  test('is about the first connections only, if it says so, and is over when it ends.', async () => {
    const broken = tap.disturb({ direction: 'back', ending: 'reset', connections: 1 })
    await expect(ask('first')).rejects.toThrow('ECONNRESET')
    expect(await ask('second')).toMatchObject({ body: 'heard second' })
    broken.end()
    expect(await ask('third')).toMatchObject({ body: 'heard third' })
  })
})

test('An answer that ends with its connection is heard whole.', async () => {
  answer = request => request.socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end')
  expect(await ask('x')).toMatchObject({ body: 'until the end' })
  expect(heard[1]).toBe('/a 200 until the end')
})

test('What is no HTTP is passed on and not understood.', async () => {
  answer = request => request.socket.end('garbage\r\n\r\n')
  await expect(ask('x')).rejects.toThrow('Parse Error')
  expect(heard).toEqual(['POST /a x', '/a unanswered: called what it said is no HTTP'])
})

test('A tap that is ended cuts what goes through it.', async () => {
  const asked = Promise.withResolvers<void>()
  answer = () => asked.resolve()
  const asking = ask('x').catch((error: NodeJS.ErrnoException) => error.code)
  await asked.promise
  await tap[Symbol.asyncDispose]()
  expect(await asking).toBe('ECONNRESET')
  await waitUntil(
    'nobody to be connected',
    () =>
      new Promise<true | undefined>(resolve =>
        server.getConnections((_error, count) => resolve(count === 0 ? true : undefined)),
      ),
  )
})

test('A witness of bytes tells how many passed each way, and who ended the connection first.', async () => {
  const told: string[] = []
  const names = { caller: 'the client', called: 'the gateway' }
  await using watched = await RecordingProxy.listen({
    look: () => new ByteCounter(names, sentence => told.push(sentence)),
  })
  watched.setUpstream({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  answer = request => request.socket.end('HTTP/1.0 200 OK\r\n\r\n12345')
  const caller = connect(watched.port, '127.0.0.1')
  caller.write('GET / HTTP/1.0\r\n\r\n')
  caller.resume()
  await new Promise(resolve => caller.on('close', resolve))
  expect(told[0]).toBe('18 bytes passed to the gateway and 24 to the client; the gateway closed its side')
})
