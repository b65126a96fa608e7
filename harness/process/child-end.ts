import { constants } from 'node:os'
import { WaitTimeoutError } from '../util/errors.ts'
import { programNameOf } from './listener.ts'
import { type ProcessEntry, processEntry, readProcFile } from './process-table.ts'
import { signalProcess } from './signals.ts'
import { waitUntil } from './wait-until.ts'

/** How long a process may take to halt, in milliseconds: one that waits for a child does so at once. */
const HALT_LIMIT_MS = 5_000

/** How a process ended that is no child of ours: both are `null` where that could not be seen. */
export interface SeenEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Whether it still runs. */
export function isRunning({ pid, startedAt }: ProcessEntry): boolean {
  return processEntry(pid)?.startedAt === startedAt
}

/**
 * Watches for the end of a process that a parent of the same family waits for. The parent is stopped meanwhile: /proc shows
 * how a process ended only until its parent has waited for it.
 *
 * @param parent the process to stop; `undefined` for an unknown parent: how the process ended is then not visible
 * @param act called once the parent is stopped
 * @returns `undefined` when it still runs at the end of the limit (milliseconds)
 * @throws WaitTimeoutError when the parent does not stop; `act` is then not called
 */
export async function watchEnd(
  watched: ProcessEntry,
  parent: ProcessEntry | undefined,
  limitMs: number,
  act: () => void,
): Promise<SeenEnd | undefined> {
  const canSee = parent !== undefined && process.platform === 'linux'
  const isStopped = canSee && signalProcess(parent.pid, 'SIGSTOP')
  try {
    if (isStopped) await untilHalted(parent)
    act()
    const ended = await within(limitMs, `process ${watched.pid} to end`, () => !isRunning(watched))
    return ended ? endOf(watched) : undefined
  } finally {
    if (isStopped) signalProcess(parent.pid, 'SIGCONT')
  }
}

/** Waits until a process that was sent SIGSTOP is stopped, or has ended. @throws WaitTimeoutError when it does not stop */
export async function untilHalted(halted: ProcessEntry, limitMs = HALT_LIMIT_MS): Promise<void> {
  const { pid } = halted
  await waitUntil(
    `process ${pid} (${programNameOf(pid)}) to halt`,
    () => statusFields(pid)?.[0] === 'T' || !isRunning(halted),
    { limitMs, intervalMs: 1, lastSeen: () => `state ${statusFields(pid)?.[0]}` },
  )
}

async function within(limitMs: number, what: string, probe: () => boolean): Promise<boolean> {
  try {
    return await waitUntil(what, probe, { limitMs })
  } catch (error) {
    if (error instanceof WaitTimeoutError) return false
    throw error
  }
}

function endOf({ pid, startedAt }: ProcessEntry): SeenEnd {
  const fields = statusFields(pid)
  // Another process has the pid, or its parent has asked for it already.
  if (fields?.[0] !== 'Z' || fields[19] !== startedAt) return { code: null, signal: null }
  return parseWaitStatus(Number(fields[49]))
}

/** Reads a status as waitpid(2) gives it. */
export function parseWaitStatus(status: number): SeenEnd {
  const number = status & 0x7f
  if (number === 0) return { code: (status >> 8) & 0xff, signal: null }
  const [name] = Object.entries(constants.signals).find(([, value]) => value === number) ?? []
  return { code: null, signal: (name as NodeJS.Signals | undefined) ?? null }
}

/** The fields of /proc/<pid>/stat from the third on (proc_pid_stat(5)). */
function statusFields(pid: number): string[] | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`)?.toString('latin1')
  return stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ')
}
