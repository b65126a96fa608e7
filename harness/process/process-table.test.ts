import { expect, test } from 'vitest'
import { SLOW_TEST, startShell } from '../test-support/processes.ts'
import { parseListing, parseStat, processEntry, processTable } from './process-table.ts'

const fields = (state: string, threads: number) =>
  `${state} 10 20 20 0 -1 4194304 1 0 0 0 1 2 0 0 20 0 ${threads} 0 98765 1000 1`

test('a stat line is read though the program’s name looks like fields', () => {
  expect(parseStat(30, `30 (a ) Z 1 (b) ${fields('S', 1)}`)).toEqual({
    pid: 30,
    parent: 10,
    group: 20,
    startedAt: '98765',
  })
})

test('a zombie is gone, unless threads of it still run', () => {
  expect(parseStat(30, `30 (node) ${fields('Z', 1)}`)).toBeUndefined()
  expect(parseStat(30, `30 (node) ${fields('Z', 4)}`)).toBeDefined()
})

test('a listing of ps is read, without its zombies', () => {
  const listing = [
    '    1     0     1 Ss   Mon Nov 24 01:50:00 2025',
    '  812   800   800 R+   Mon Nov 24 01:51:12 2025',
    '  813   800   800 Z    Mon Nov 24 01:51:13 2025',
    '',
  ].join('\n')
  expect(parseListing(listing)).toEqual([
    { pid: 1, parent: 0, group: 1, startedAt: 'Mon Nov 24 01:50:00 2025' },
    { pid: 812, parent: 800, group: 800, startedAt: 'Mon Nov 24 01:51:12 2025' },
  ])
})

test('a running process is in the table, with its parent and group', SLOW_TEST, async () => {
  await using subprocess = await startShell('exec sleep 1000')
  const expected = { pid: subprocess.pid, parent: process.pid, group: subprocess.pid }
  expect(processEntry(subprocess.pid)).toMatchObject(expected)
  expect(processTable()).toContainEqual(processEntry(subprocess.pid))
  await subprocess.stop()
  expect(processEntry(subprocess.pid)).toBeUndefined()
})
