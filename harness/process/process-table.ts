import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** One live process. A zombie has ended and is not listed. */
export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** Together with the pid this names one process for ever, also when the pid is given away again. */
  readonly startedAt: string
}

/** Every live process of this machine: from /proc on Linux, from `ps` elsewhere. */
export function processTable(): ProcessEntry[] {
  if (process.platform !== 'linux') return parseListing(runProcessStatus(['-A']))
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => linuxProcess(Number(name)) ?? [])
}

/** The live process with this pid, or `undefined` when there is none. */
export function processEntry(pid: number): ProcessEntry | undefined {
  if (process.platform === 'linux') return linuxProcess(pid)
  return parseListing(runProcessStatus(['-p', String(pid)]))[0]
}

function linuxProcess(pid: number): ProcessEntry | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : parseStat(pid, stat.toString('latin1'))
}

/** A file below /proc, or `undefined` when the process is gone or not ours to read. */
export function readProcFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Reads one `/proc/<pid>/stat` (proc_pid_stat(5)). */
export function parseStat(pid: number, stat: string): ProcessEntry | undefined {
  // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, group] = fields
  const threads = Number(fields[17])
  const startedAt = fields[19]
  if (parent === undefined || group === undefined || startedAt === undefined) return undefined
  // A main thread that has ended shows as a zombie while its other threads still run.
  const isGone = state === 'X' || (state === 'Z' && threads <= 1)
  return isGone ? undefined : { pid, parent: Number(parent), group: Number(group), startedAt }
}

/** Reads the output of `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parseListing(listing: string): ProcessEntry[] {
  return listing.split('\n').flatMap(line => {
    const [pid, parent, group, state, ...started] = line.trim().split(/\s+/)
    if (group === undefined || state === undefined || state.startsWith('Z')) return []
    return { pid: Number(pid), parent: Number(parent), group: Number(group), startedAt: started.join(' ') }
  })
}

function runProcessStatus(selection: readonly string[]): string {
  const listing = spawnSync('ps', [...selection, '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
    encoding: 'utf8',
  })
  if (listing.error) {
    throw new Error('Could not list the processes: "ps" did not run. Install it (POSIX).', {
      cause: listing.error,
    })
  }
  return listing.stdout
}
