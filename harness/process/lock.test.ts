import { existsSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SLOW_TEST } from '../test-support/processes.ts'
import { acquireLock } from './lock.ts'
import { owner } from './lock-owner.ts'

const LIMITS = { limitMs: 30_000 }

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a lock names its holder, and is gone when it is given back', async () => {
  {
    using _lock = await acquireLock(path, LIMITS)
    expect(readlinkSync(path)).toBe(owner())
  }
  expect(existsSync(folder)).toBe(true)
  expect(() => readlinkSync(path)).toThrow('ENOENT')
})

test('a second holder waits for the first, and says once for whom', SLOW_TEST, async () => {
  const first = await acquireLock(path, LIMITS)
  const holders: string[] = []
  const waiting = Promise.withResolvers<void>()
  const second = acquireLock(path, {
    ...LIMITS,
    onWait: holder => {
      holders.push(holder)
      waiting.resolve()
    },
  })
  await waiting.promise
  first[Symbol.dispose]()
  using _lock = await second
  expect(holders).toEqual([owner()])
  expect(readlinkSync(path)).toBe(owner())
})

test('what a dead holder left is taken over without a word', SLOW_TEST, async () => {
  symlinkSync(`${process.pid}-1`, path)
  using _lock = await acquireLock(path, {
    ...LIMITS,
    onWait: holder => {
      throw new Error(`Waited for ${holder}, which is gone.`)
    },
  })
  expect(readlinkSync(path)).toBe(owner())
})

test('a live holder is not waited for beyond the limit', async () => {
  using _lock = await acquireLock(path, LIMITS)
  await expect(acquireLock(path, { limitMs: 100 })).rejects.toThrow(
    `Waited 0.1 s for the lock ${path}. Last seen: 'held by process ${owner()}'.`,
  )
  expect(readlinkSync(path)).toBe(owner())
})

test('a lock that another has taken over meanwhile is left to it', async () => {
  const lost = await acquireLock(path, LIMITS)
  rmSync(path)
  symlinkSync('another', path)
  lost[Symbol.dispose]()
  expect(readlinkSync(path)).toBe('another')
})

test('a folder that is not there is told of', async () => {
  await expect(acquireLock(join(folder, 'none', 'lock'), LIMITS)).rejects.toThrow('ENOENT')
})
