import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'
import { afterEach, describe, expect, test } from 'vitest'
import { heading } from '../report/formats/heading.ts'
import { outcome } from '../report/formats/terminal.ts'
import { clauseResult, gateResult, LOST } from '../test-support/sample-result.ts'
import { evidenceLines, hanging, rowWidth, textWidth } from './wrap-text.ts'

const { columns: real } = process.stdout
afterEach(() => {
  process.stdout.columns = real
})

/** As if written to a terminal that is so wide, or to none. */
function writtenTo<T>(columns: number | undefined, write: () => T): T {
  process.stdout.columns = columns as number
  return write()
}

const WORDS = Array.from({ length: 80 }, (_, n) => `word${n}`).join(' ')
const EVIDENCE = `    0.6 ms  client  → gateway   ${WORDS}`

test.each([
  [undefined, 110, Number.POSITIVE_INFINITY],
  [0, 110, Number.POSITIVE_INFINITY],
  [20, 60, 60],
  [80, 80, 80],
  [200, 120, 200],
])('Of %s columns, prose has %s and a row %s', (columns, text, row) => {
  expect(writtenTo(columns, () => [textWidth(), rowWidth()])).toEqual([text, row])
})

test('Lines stand below the text, or below the label where that leaves little room; no word is lost', () => {
  expect(hanging('a: ', 'one two three', 10)).toEqual(['a: one two', '   three'])
  expect(hanging('a label: ', 'one two three', 12)).toEqual(['a label:', '    one two', '    three'])
  expect(hanging(pc.red('a: '), pc.bold('one two'), 6).map(stripVTControlCharacters)).toEqual([
    'a: one',
    '   two',
  ])
  expect(hanging('a: ', 'x'.repeat(12), 9, true)).toEqual(['a: xxxxxx', '   xxxxxx'])
})

describe('Evidence', () => {
  test('is whole where there is no terminal', () => {
    expect(writtenTo(undefined, () => evidenceLines(EVIDENCE))).toEqual([EVIDENCE])
  })

  test.each([60, 80, 100, 200])('keeps its columns and fits %s', columns => {
    const lines = writtenTo(columns, () => evidenceLines(EVIDENCE))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
    const indent = columns < 80 ? 4 : 32
    expect(lines[1]).toMatch(new RegExp(`^ {${indent}}\\S`))
    expect(lines.map(line => line.trim()).join(' ')).toBe(EVIDENCE.trim())
  })
})

test.each([60, 80, 100, 200])(
  'A whole outcome fits %s columns, but for the command to be pasted',
  columns => {
    const reason = `why ${WORDS}`
    const verdict = { ...LOST, headline: `h ${WORDS}`, summary: WORDS, check: WORDS, evidence: [EVIDENCE] }
    const result = gateResult([
      clauseResult('connect/fresh-token', 'failed', { verdict }),
      clauseResult('connect/opens-at-once', 'stale', { verdict, reason }),
      clauseResult('connect/opens-after-accept', 'stale', { reason }),
      clauseResult('send/in-order', 'known-failure', { verdict, reason }),
      clauseResult('send/named-event', 'not-testable', { reason: `${reason}\n${WORDS}` }),
      clauseResult('send/64-kilobytes', 'left-out', { reason, leftOutBy: '--only' }),
    ])
    const text = writtenTo(columns, () => `${heading(result)}${outcome(result)}`)
    for (const line of stripVTControlCharacters(text).split('\n')) {
      if (!line.includes('reproduce:')) expect(line, line).toHaveLength(Math.min(line.length, columns))
    }
  },
)
