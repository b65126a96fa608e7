import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { describeEvent, printable, quoted, redact } from './printable.ts'

describe('printable', () => {
  test.each([
    ['an ANSI escape', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a C1 control sequence introducer', '\u009b31m', '\\x9b31m'],
    ['a title change with a bell', '\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['line ends and tabs', 'a\nb\r\nc\td', 'a\\nb\\r\\nc\\td'],
    ['a null and a delete', '\u0000\u007f', '\\x00\\x7f'],
    ['a right-to-left override', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['zero-width characters', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['a lone high surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['a lone low surrogate', '\udc00', '\\u{dc00}'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['noncharacters, which XML forbids', '\ufffe\uffff', '\\u{fffe}\\u{ffff}'],
  ])('%s becomes visible.', (_what, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test('Text of any language and paired surrogates stay as they are.', () => {
    const text = 'grüße, 你好, שלום, 🌍 "quoted" \\n'
    expect(printable(text)).toBe(text)
  })

  test('Printing twice changes nothing.', () => {
    for (const text of ['a\nb\u001b', 'Authorization: Bearer x', '{"cookie":"a","b":1}', '?secret=x&y=1']) {
      expect(printable(printable(text))).toBe(printable(text))
    }
  })
})

describe('redact', () => {
  const SECRET = 'hunter2'
  const HEADERS = {
    Authorization: `Bearer ${SECRET}`,
    'proxy-authorization': `Digest username="bob", response="${SECRET}"`,
    cookie: `theme={"dark":[1,2]}; id='x', "y"; session=${SECRET}`,
    'set-cookie': [`a=[1]; Path=/`, `session=${SECRET}; HttpOnly`],
  }

  test.each([
    ['a URL', `http://localhost:5000/api/sse/callback?secret=${SECRET}&x=1`],
    ['a URL with more before it', `/callback?a=b&callback_secret=${SECRET}`],
    ['a URL inside a URL', `/proxy?to=%2Fcallback%3Fsecret%3D${SECRET}`],
    ['a URL with quotation marks in the value', `/callback?secret=it's${SECRET}`],
    ['a URL inside JSON', JSON.stringify({ url: `/callback?secret=${SECRET}` })],
    ['a password in a form', `user=bob&password=${SECRET}`],
    ['a variable', `SSE_CALLBACK_SECRET=${SECRET}`],
    ['JSON', JSON.stringify(HEADERS)],
    ['JSON over several lines', JSON.stringify(HEADERS, undefined, 2)],
    ['JSON inside JSON', JSON.stringify(JSON.stringify(HEADERS))],
    ['JSON inside JSON inside JSON', JSON.stringify(JSON.stringify(JSON.stringify(HEADERS)))],
    ['an object as Node prints it', inspect(HEADERS)],
    ['an object as Node prints it on one line', inspect(HEADERS, { breakLength: Number.POSITIVE_INFINITY })],
    ['a map as Node prints it', inspect(new Map(Object.entries(HEADERS)))],
    [
      'raw headers as Node prints them',
      inspect(Object.entries(HEADERS).flatMap(([name, value]) => [value].flat().flatMap(one => [name, one]))),
    ],
    ['raw headers as JSON', JSON.stringify(Object.entries(HEADERS))],
    [
      'a request head',
      Object.entries(HEADERS)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\r\n'),
    ],
    ['a header without blanks', `AUTHORIZATION:Basic ${SECRET}`],
    ['a command line', `curl -H 'Authorization: Bearer ${SECRET}' http://localhost`],
    ['JSON that was cut off', JSON.stringify(HEADERS).slice(0, -4)],
  ])('No secret survives in %s.', (_what, text) => {
    expect(text).toContain(SECRET)
    expect(redact(text)).not.toContain(SECRET)
    expect(redact(text)).toContain('[redacted]')
    expect(printable(text)).not.toContain(SECRET)
  })

  test('Text next to a secret stays.', () => {
    expect(redact('/callback?secret=abc&x=1')).toBe('/callback?secret=[redacted]&x=1')
    expect(redact('{"Authorization":"Bearer \\"abc","accept":"*/*"}')).toBe(
      '{"Authorization":[redacted],"accept":"*/*"}',
    )
    expect(redact("{ cookie: 'a=1', 'set-cookie': [ 'b' ], host: 'x' }")).toBe(
      "{ cookie: [redacted], 'set-cookie': [redacted], host: 'x' }",
    )
    expect(redact('Cookie: a=1\r\nHost: x')).toBe('Cookie: [redacted]\r\nHost: x')
    expect(redact('"{\\"cookie\\":\\"a\\",\\"host\\":\\"x\\"}"')).toBe(
      '"{\\"cookie\\":[redacted],\\"host\\":\\"x\\"}"',
    )
  })

  test.each(['the secret is out', 'no authorization given', 'cookies', '{"secretary":"bob"}', 'secret='])(
    '%j holds no secret.',
    text => {
      expect(redact(text)).toBe(text)
    },
  )

  test('Read long hostile data in linear time.', () => {
    for (const part of ['x', '\\', '"', 'cookie', 'cookie:', 'cookie:[', "cookie':'", 'authorization \\"']) {
      const text = part.repeat(20_000)
      expect(redact(text).length).toBeLessThanOrEqual(text.length + 20_000 * '[redacted]'.length)
    }
  })
})

describe('quoted', () => {
  test('Text stands in quotation marks, printable.', () => {
    expect(quoted('a\r\nb')).toBe('"a␍⏎b"')
    expect(quoted('a\\nb⏎')).toBe('"a\\nb\\u{23ce}"')
    expect(quoted('say "x"')).toBe(`'say "x"'`)
    expect(quoted(`"it's"`)).toBe('`"it\'s"`')
  })

  test('Cut long text at the limit, after secrets were removed.', () => {
    expect(quoted('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`)
    expect(quoted('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`)
    expect(quoted('abcdef', 3)).toBe('"abc…"')
    expect(quoted('secret=abcdef', 12)).toBe('"secret=[reda…"')
  })
})

test('An event is described by its name, where it has one.', () => {
  expect(describeEvent({ event: 'version' })).toBe('the event "version"')
  expect(describeEvent({ event: 'message' })).toBe('an unnamed event')
  expect(describeEvent({ event: 'a\nb' })).toBe('the event "a⏎b"')
})
