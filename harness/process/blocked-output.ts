import { readdirSync } from 'node:fs'
import { readProcFile } from './process-table.ts'

/** Numbers of the system calls that write, from the kernel's tables; their first argument is the file descriptor. */
const WRITING_CALLS: Readonly<Partial<Record<NodeJS.Architecture, ReadonlySet<number>>>> = {
  // write, writev, sendto, sendmsg
  x64: new Set([1, 20, 44, 46]),
  arm64: new Set([64, 66, 206, 211]),
}

/**
 * Whether a process is, at this moment, blocked writing to its standard output or standard error because nothing
 * reads what it has written. Linux only and best effort: `undefined` also means that it cannot be seen.
 */
export function blockedOnOutput(pid: number): 'stdout' | 'stderr' | undefined {
  for (const thread of threadsOf(pid)) {
    const [call, descriptor] =
      readProcFile(`/proc/${pid}/task/${thread}/syscall`)?.toString().split(' ') ?? []
    if (!WRITING_CALLS[process.arch]?.has(Number(call))) continue
    if (descriptor === '0x1') return 'stdout'
    if (descriptor === '0x2') return 'stderr'
  }
  return undefined
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}
