import { readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { type Owner, owner, ownerIsGone } from './lock-owner.ts'
import { waitUntil } from './wait-until.ts'

const POLL_MS = 50

export interface LockOptions {
  /** The longest wait for its holder, in milliseconds. */
  readonly limitMs: number
  /** Called once, when another process holds it. */
  readonly onWait?: (holder: Owner) => void
}

/**
 * Takes a lock that processes of one machine respect; disposing of it gives it back. A holder that has ended without
 * doing so, however it ended, holds nothing.
 *
 * Two that take it from the same dead holder in the same instant may both have it: it saves work that need not be
 * done twice, and must not be all that keeps two workers apart.
 *
 * @param path where nothing else is; its folder exists
 * @throws WaitTimeoutError when a live process holds it too long
 */
export async function acquireLock(path: string, { limitMs, onWait }: LockOptions): Promise<Disposable> {
  const own = owner()
  let hasReported = false
  await waitUntil(
    `the lock ${path}`,
    () => {
      if (isTakenBy(own, path)) return true
      const holder = holderOf(path)
      if (holder === undefined) return false
      if (ownerIsGone(holder)) rmSync(path, { force: true })
      else if (!hasReported) {
        hasReported = true
        onWait?.(holder)
      }
      return false
    },
    { limitMs, intervalMs: POLL_MS, lastSeen: () => `held by process ${holderOf(path) ?? 'none'}` },
  )
  return {
    [Symbol.dispose]: () => {
      if (holderOf(path) === own) rmSync(path, { force: true })
    },
  }
}

/** A symbolic link is created together with its target, so the holder is never read by half. */
function isTakenBy(own: Owner, path: string): boolean {
  try {
    symlinkSync(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function holderOf(path: string): Owner | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
