import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { type ProcessEntry, processEntry, readProcFile } from './process-table.ts'
import { signalProcess } from './signals.ts'

/** How often the process is looked at, in milliseconds. */
const POLL_MS = 5

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
 * Watches for the end of a process that a parent of the same family waits for. The parent is halted meanwhile: how a
 * process ended is to be seen in /proc only until its parent has asked for it.
 *
 * @param parent what to halt; `undefined` where the parent is a stranger: the end is then seen without how it came
 * @param act what is done to the process, once the parent is halted
 * @returns `undefined` when it still runs at the end of the limit (milliseconds)
 */
export async function watchEnd(
  watched: ProcessEntry,
  parent: ProcessEntry | undefined,
  limitMs: number,
  act: () => void,
): Promise<SeenEnd | undefined> {
  const canSee = parent !== undefined && process.platform === 'linux'
  const isHalted = canSee && signalProcess(parent.pid, 'SIGSTOP')
  try {
    if (isHalted) await untilHalted(parent, performance.now() + limitMs)
    act()
    for (const deadline = performance.now() + limitMs; isRunning(watched); await delay(POLL_MS)) {
      if (performance.now() > deadline) return undefined
    }
    return endOf(watched)
  } finally {
    if (isHalted) signalProcess(parent.pid, 'SIGCONT')
  }
}

async function untilHalted({ pid }: ProcessEntry, deadline: number): Promise<void> {
  while (performance.now() < deadline && statusFields(pid)?.[0] !== 'T' && processEntry(pid)) await delay(1)
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
