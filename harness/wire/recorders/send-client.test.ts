import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nextMarker, Timeline } from '../../timeline/index.ts'
import { SendClient } from './send-client.ts'

interface Seen {
  readonly method: string | undefined
  readonly target: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

let gateway: Server
let address: string
let seen: Seen[]
let answer: (response: ServerResponse) => void
let timeline: Timeline
let client: SendClient

beforeEach(async () => {
  seen = []
  answer = response => response.setHeader('content-type', 'application/json').end('{"status":"ok"}')
  gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    seen.push({ method, target: url, headers, body: Buffer.concat(chunks) })
    answer(response)
  })
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  timeline = new Timeline(4_000)
  client = new SendClient(timeline, address)
})

afterEach(async () => {
  const closed = new Promise(resolve => gateway.close(resolve))
  gateway.closeAllConnections()
  await closed
})

describe('A send', () => {
  test('A send is JSON to /internal/send and returns the answer.', async () => {
    const command = { token: 't', event: { name: 'grüße', data: '🌍\n' }, close: true }
    const sent = await client.send(command)
    expect(seen).toMatchObject([
      { method: 'POST', target: '/internal/send', headers: { 'content-type': 'application/json' } },
    ])
    expect(JSON.parse(String(seen[0]?.body))).toEqual(command)
    expect(seen[0]?.headers['content-length']).toBe(String(seen[0]?.body.length))
    expect(sent).toMatchObject({
      number: sent.number,
      command,
      status: 200,
      contentType: 'application/json',
      body: '{"status":"ok"}',
      failure: undefined,
    })
  })

  test('A send and its answer are recorded under one number.', async () => {
    const command = { token: 't', event: { data: 'x' } }
    const { number } = await client.send(command)
    expect(timeline.entries).toMatchObject([
      { kind: 'send-request', send: number, address, command, raw: JSON.stringify(command), fence: false },
      { kind: 'send-response', send: number, status: 200, body: '{"status":"ok"}' },
    ])
    expect((await client.send(command)).number).toBeGreaterThan(number)
  })

  test('The unusual parts of a send are recorded.', async () => {
    await client.sendRaw({ body: '{}', contentType: 'text/plain' })
    await client.sendRaw({ body: '{}', pieces: 1 })
    await client.send({ token: 't' })
    expect(timeline.all('send-request').map(({ isSpecial, sentAs }) => [isSpecial, sentAs])).toEqual([
      [undefined, 'text/plain'],
      [true, undefined],
      [undefined, undefined],
    ])
  })

  test('The send of a marker is recorded as a fence.', async () => {
    await client.send({ token: 't', event: nextMarker().event })
    expect(timeline.all('send-request').map(({ fence }) => fence)).toEqual([true])
  })

  test('A refused send is an answer, not a failure.', async () => {
    answer = response => response.writeHead(404).end('gone')
    expect(await client.send({ token: 't' })).toMatchObject({
      status: 404,
      body: 'gone',
      contentType: '',
      failure: undefined,
    })
    expect(timeline.all('send-failed')).toEqual([])
  })
})

describe('A raw send', () => {
  test('A raw send goes out byte for byte, with its own content type.', async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00, 0xc3])
    await client.sendRaw({ body, contentType: 'text/plain' })
    expect(seen[0]?.body).toEqual(body)
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '4' })
  })

  test.each(['', 'no json', '5', 'null', '"text"'])('A raw send of %j holds no command.', async body => {
    expect(await client.sendRaw({ body })).toMatchObject({ status: 200, command: {} })
    expect(timeline.all('send-request')).toMatchObject([{ raw: body, command: {}, fence: false }])
  })

  test.each([
    { token: 5, event: 'text' },
    { event: null },
    { event: { data: 5 } },
    { event: { data: null } },
    [1, 2],
  ])('A raw send of wrong types, %j, goes out unchanged.', async wrong => {
    expect(await client.sendRaw({ body: JSON.stringify(wrong) })).toMatchObject({
      status: 200,
      command: wrong,
    })
    expect(JSON.parse(String(seen[0]?.body))).toEqual(wrong)
  })
})

describe('A send without an answer is told, not thrown:', () => {
  async function failureOf(sending: ReturnType<SendClient['send']>): Promise<string | undefined> {
    const sent = await sending
    // The connection may have more than one thing to say about its end.
    await new Promise(resolve => setImmediate(resolve))
    expect(sent).toMatchObject({ status: undefined, contentType: '', body: '' })
    const failed = timeline.all('send-failed')
    expect(failed).toMatchObject([{ send: sent.number, why: sent.failure }])
    expect(timeline.all('send-response')).toEqual([])
    return sent.failure
  }

  test('Record a send to a port without a listener as failed.', async () => {
    await new Promise(resolve => gateway.close(resolve))
    expect(await failureOf(client.send({ token: 't' }))).toBe('ECONNREFUSED')
  })

  test('Record a send whose connection is cut as failed.', async () => {
    answer = response => response.destroy()
    expect(await failureOf(client.send({ token: 't' }))).toBe('ECONNRESET')
  })

  test('Record a send whose answer breaks off as failed.', async () => {
    answer = response => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"status":', () => response.destroy())
    }
    expect(await failureOf(client.send({ token: 't' }))).toBe('ECONNRESET')
  })

  test('Record a send whose answer is reset as failed.', async () => {
    answer = response => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"status":', () => response.socket?.resetAndDestroy())
    }
    expect(await failureOf(client.send({ token: 't' }))).toBe('ECONNRESET')
  })

  test.each([
    ['no answer begins', () => undefined],
    ['an answer begins and does not end', (response: ServerResponse) => response.writeHead(200).write('{')],
  ] as const)('%s within the bound of every wait.', async (_what, begin) => {
    answer = response => void begin(response)
    timeline = new Timeline(50)
    client = new SendClient(timeline, address)
    expect(await failureOf(client.send({ token: 't' }))).toBe('no answer within 0.05 s')
  })

  test('an earlier one of the scenario got no answer; that one alone is waited for.', async () => {
    answer = () => undefined
    timeline = new Timeline(50)
    client = new SendClient(timeline, address)
    await client.send({ token: 't' })
    const { failure } = await client.send({ token: 't' })
    expect(failure).toBe('not tried, since an earlier send got no answer')
    expect(seen).toHaveLength(1)
  })

  test.each(['', 'nowhere', 'ftp://127.0.0.1'])(
    'Record a send to the invalid address %j as failed.',
    async wrong => {
      client.address = wrong
      expect(await failureOf(client.send({ token: 't' }))).toMatch(/^ERR_INVALID_(URL|PROTOCOL)$/)
    },
  )

  test('Record a send with an unsendable content type as failed.', async () => {
    const sending = client.sendRaw({ body: '{}', contentType: 'text/plain\n' })
    expect(await failureOf(sending)).toBe('ERR_INVALID_CHAR')
  })
})

test('A send goes to the address that is set when it is sent.', async () => {
  client.address = 'http://127.0.0.1:1'
  await client.send({ token: 't' })
  client.address = address
  expect(await client.send({ token: 't' })).toMatchObject({ status: 200 })
  expect(timeline.all('send-request').map(entry => entry.address)).toEqual(['http://127.0.0.1:1', address])
})

test('Overlapping sends keep their own answers.', async () => {
  answer = response => response.end(String(seen.at(-1)?.body))
  const commands = Array.from({ length: 20 }, (_, at) => ({ token: `t${at}` }))
  const sends = await Promise.all(commands.map(command => client.send(command)))
  expect(sends.map(({ command }) => command)).toEqual(commands)
  expect(sends.map(({ body }) => JSON.parse(body))).toEqual(commands)
})
