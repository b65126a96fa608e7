import { expect, test } from 'vitest'
import { keepSecret } from '../diagnosis/index.ts'
import type { Entry } from '../timeline/index.ts'
import { wireBytes } from './wire-bytes.ts'

function streamed(...pieces: readonly (string | Buffer)[]): Entry[] {
  const request = { kind: 'stream-request', stream: 1, at: 0 } as unknown as Entry
  return [
    request,
    ...pieces.map(
      (piece, at): Entry => ({
        kind: 'stream-bytes',
        stream: 1,
        bytes: Buffer.from(piece as string),
        at,
      }),
    ),
  ]
}

/** Without the times. */
const told = (entries: readonly Entry[]): string[] => wireBytes(entries).map(line => line.slice(12))

test('Line ends are seen, and told from a backslash that was sent.', () => {
  expect(told(streamed('data: x\revent: evil\ry\n\n', 'data: \\r\n\n'))).toEqual([
    String.raw`gateway → client 1   data: x\revent: evil\ry\n\n`,
    String.raw`gateway → client 1   data: \\r\n\n`,
  ])
})

test('Nothing that a terminal obeys is printed, and what is no UTF-8 is shown by its bytes.', () => {
  const hostile = Buffer.concat([Buffer.from('\x1b]0;pwned\x07 \u202e ü\x00'), Buffer.from([0x9b])])
  expect(told(streamed('\x1b[2J\u202eü', hostile))).toEqual([
    String.raw`gateway → client 1   \x1b[2J\u{202e}ü`,
    String.raw`gateway → client 1   \x1b]0;pwned\x07 \xe2\x80\xae \xc3\xbc\x00\x9b`,
  ])
})

test('No secret is shown, whole or in pieces.', () => {
  keepSecret('open sesame')
  const shown = told(streamed('data: open ses', 'ame\n\n', 'authorization: Bearer abcdef\n')).join('\n')
  expect(shown).not.toMatch(/sesame|open ses|^.*\bame|abcdef/)
  expect(shown).toContain('[redacted]')
  expect(told(streamed('data: open sesame\n\n'))).toEqual([
    String.raw`gateway → client 1   data: [redacted]\n\n`,
  ])
})

test('Sends, answers and bare connections are told with their direction.', () => {
  const raw = '{"token":"t",\r\n"close":true}'
  const entries: Entry[] = [
    {
      ...{ kind: 'send-request', send: 1, method: 'POST', address: '', command: {}, fence: false, at: 1 },
      raw,
    },
    { kind: 'send-response', send: 1, status: 200, body: '{}\n', at: 2 },
    { kind: 'callback-response', call: 1, status: 200, body: '', at: 3 },
    { kind: 'callback-response', call: 2, status: 200, body: '{"event":null}', at: 3 },
    { kind: 'line-sent', line: 2, bytes: Buffer.from('GET / HTTP/1.1\r\n'), at: 4 },
    { kind: 'line-received', line: 2, bytes: Buffer.from('HTTP/1.1 400\r\n'), at: 5 },
  ]
  expect(told(entries)).toEqual([
    String.raw`backend → gateway   {"token":"t",\r\n"close":true}`,
    String.raw`gateway → backend   {}\n`,
    'backend → gateway (answer)   {"event":null}',
    String.raw`connection 2 → gateway   GET / HTTP/1.1\r\n`,
    String.raw`gateway → connection 2   HTTP/1.1 400\r\n`,
  ])
})

test('Clients have the numbers that they have in the scenario, whatever was played before.', () => {
  const request = { kind: 'stream-request', target: '/', headers: {}, at: 0 } as const
  const bytes = (stream: number) =>
    ({ kind: 'stream-bytes', stream, bytes: Buffer.from('x'), at: 1 }) as const
  const entries = [
    { ...request, stream: 15 },
    { ...request, stream: 16, fence: true },
    { ...request, stream: 17 },
    bytes(17),
    bytes(16),
    bytes(15),
  ] as unknown as Entry[]
  expect(told(entries)).toEqual([
    'gateway → client 2   x',
    'gateway → client (fence)   x',
    'gateway → client 1   x',
  ])
})

test('Long pieces, and many, are cut, and it is said how much there was.', () => {
  const [line = ''] = told(streamed('x'.repeat(10_000)))
  expect(line.length).toBeLessThan(4_100)
  expect(line).toMatch(/x… \(10000 bytes\)$/)
  const many = wireBytes(streamed(...Array.from({ length: 500 }, () => 'x')))
  expect(many).toHaveLength(401)
  expect(many.at(-1)).toMatch(/… 100 more; --save keeps all of them/)
})
