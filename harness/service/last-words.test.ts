import { expect, test } from 'vitest'
import type { LogLine } from '../process/index.ts'
import { lastLinesOf } from './last-words.ts'

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

test('Where nothing else was printed, the frames are.', () => {
  expect(printed('    at a (b.js:1:1)')).toEqual(['    at a (b.js:1:1)'])
})
