import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { ScenarioOutcome } from '../../report/index.ts'
import { Progress } from './progress.ts'

const FILE = 'scenarios/task/send.test.ts'

function outcome(state: ScenarioOutcome['state'], file = FILE): ScenarioOutcome {
  return { clause: 'send/in-order', name: 'send/in-order: \u{1f30d}', file, state, durationMs: 1 }
}

/** A run of three scenarios in two files, one of them without any that were asked for. */
function told(isTTY: boolean): { lines: string[]; written: string } {
  const lines: string[] = []
  let written = ''
  const write = (text: string): boolean => {
    written += text
    return true
  }
  const progress = new Progress({ isTTY, columns: 60, write } as NodeJS.WriteStream, line => lines.push(line))
  progress.announce(3)
  progress.advance(outcome('passed'))
  progress.advance(outcome('failed'))
  progress.advance(outcome('left-out'))
  progress.fileEnded(FILE)
  progress.fileEnded('scenarios/task/connect.test.ts')
  progress.advance(outcome('passed', 'scenarios/gateway/lifecycle.test.ts'))
  progress.fileEnded('scenarios/gateway/lifecycle.test.ts')
  progress.clear()
  return { lines, written }
}

test('Print a line for each scenario file that ends, in a pipe', () => {
  const { lines, written } = told(false)
  expect(lines.map(line => line.replace(/\d+\.\d s/, '0.1 s'))).toEqual([
    '   0.1 s  1 of 3 files done; task/send: 2 scenarios, 1 not passed',
    '   0.1 s  3 of 3 files done; gateway/lifecycle: 1 scenario',
    '',
  ])
  expect(written).toBe('')
})

test('Print one line of progress on a terminal, and remove it at the end', () => {
  const { lines, written } = told(true)
  expect(lines).toEqual([])
  expect(stripVTControlCharacters(written).split('\r').slice(1)).toEqual([
    '1 scenario, 0 of 3 files  send/in-order: \u{1f30d}',
    '2 scenarios, 1 not passed, 0 of 3 files  send/in-order: \u{1f30d}'.slice(0, 59),
    '3 scenarios, 1 not passed, 2 of 3 files  send/in-order: \u{1f30d}'.slice(0, 59),
    '',
  ])
})
