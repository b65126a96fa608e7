import { expect, test } from 'vitest'
import { LINE_LIMIT_BYTES, LineSplitter } from './line-splitter.ts'

function split(...chunks: (string | Buffer)[]): string[] {
  const lines: string[] = []
  const splitter = new LineSplitter(text => lines.push(text))
  for (const chunk of chunks) splitter.write(Buffer.from(chunk))
  splitter.end()
  return lines
}

test('lines end with a newline, a carriage return before it is not part of them', () => {
  expect(split('one\ntwo\r\n\nth', 're', 'e\r', '\nfour')).toEqual(['one', 'two', '', 'three', 'four'])
})

test('a carriage return inside a line stays', () => {
  expect(split('10%\r20%\n')).toEqual(['10%\r20%'])
})

test('every way to cut the bytes gives the same lines', () => {
  const text = 'aä€𝄞\r\nß\n\n€'
  const bytes = Buffer.from(text)
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    expect(split(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(['aä€𝄞', 'ß', '', '€'])
  }
  expect(split(...[...bytes].map(byte => Buffer.of(byte)))).toEqual(['aä€𝄞', 'ß', '', '€'])
})

test('bytes that are no UTF-8 become replacement characters', () => {
  expect(split(Buffer.of(0x61, 0xff, 0x62, 0x0a))).toEqual(['a\ufffdb'])
})

test('a line of the limit stays whole, a longer one is cut with a mark', () => {
  const whole = 'x'.repeat(LINE_LIMIT_BYTES)
  expect(split(`${whole}\n${whole}`)).toEqual([whole, whole])
  expect(split(`${whole}yz\n`, 'after')).toEqual([`${whole} … [2 bytes cut]`, 'after'])
  expect(split(...Array.from({ length: 100 }, () => whole))).toEqual([
    `${whole} … [${99 * LINE_LIMIT_BYTES} bytes cut]`,
  ])
})

test('a cut falls between characters', () => {
  for (const character of ['é', '€', '𝄞']) {
    for (let offset = 0; offset < 4; offset += 1) {
      const [line = ''] = split('x'.repeat(offset) + character.repeat(LINE_LIMIT_BYTES))
      expect(line).not.toContain('\ufffd')
      expect(line).toMatch(new RegExp(`^x{${offset}}(${character})+ … \\[\\d+ bytes cut\\]$`, 'u'))
    }
  }
})
