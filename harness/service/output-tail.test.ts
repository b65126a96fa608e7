import { expect, test } from 'vitest'
import type { LogLine } from '../process/index.ts'
import { lastLinesOf } from './output-tail.ts'

function printed(...lines: readonly string[]): string[] {
  const all = lines.map((text): LogLine => ({ source: 'stderr', text }) as LogLine)
  return lastLinesOf({ lastLines: count => all.slice(-count) })
}

test('Of a stack, the error above it is quoted.', () => {
  const frames = Array.from({ length: 20 }, (_, n) => `    at frame${n} (file:///a.js:1:1)`)
  expect(printed('starting', 'Error: no such file', ...frames, '', 'Node.js v24.21.0')).toEqual([
    'starting',
    'Error: no such file',
  ])
})

test('Of a long line, its beginning is quoted and what is missing is counted.', () => {
  expect(printed('é'.repeat(310))).toEqual([`${'é'.repeat(300)} … [20 bytes left out]`])
  expect(printed(`${'y'.repeat(8_192)} … [10477568 bytes cut]`)).toEqual([
    `${'y'.repeat(300)} … [${8_192 - 300 + 10_477_568} bytes left out]`,
  ])
  expect(printed('y'.repeat(300))).toEqual(['y'.repeat(300)])
})

test('Where nothing else was printed, the frames are.', () => {
  expect(printed('    at a (b.js:1:1)')).toEqual(['    at a (b.js:1:1)'])
})
