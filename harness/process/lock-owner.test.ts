import { expect, test } from 'vitest'
import { SLOW_TEST, startShell } from '../test-support/processes.ts'
import { owner, ownerIsGone } from './lock-owner.ts'
import { processEntry } from './process-table.ts'

test('this process is not gone', () => {
  expect(owner()).toMatch(new RegExp(`^${process.pid}-[\\w-]+$`))
  expect(ownerIsGone(owner())).toBe(false)
})

test('a process that had the pid of another is gone', () => {
  expect(ownerIsGone(`${process.pid}-1`)).toBe(true)
})

test('a process that has ended is gone', SLOW_TEST, async () => {
  const subprocess = await startShell('exec sleep 1000')
  const text = `${subprocess.pid}-${processEntry(subprocess.pid)?.startedAt.replace(/\W+/g, '-')}`
  expect(ownerIsGone(text)).toBe(false)
  await subprocess.stop()
  expect(ownerIsGone(text)).toBe(true)
})

test.each(['', 'no owner', '-1', '0-1'])('text that names no process names one that is gone: "%s"', text => {
  expect(ownerIsGone(text)).toBe(true)
})
