import { randomBytes } from 'node:crypto'
import { type ProcessEntry, processEntry, processTable, readProcFile } from './process-table.ts'

/** The environment variable that every descendant of a subprocess inherits: `<run id>/<subprocess id>`. */
export const RUN_MARKER_VARIABLE = 'SSE_CONFORMANCE_RUN'

const ownRunId = newRunId()

/** Names this run of the harness: the same in every worker thread of it, another in every process. */
export function runId(): string {
  return ownRunId
}

/** A marker for one subprocess of this run. */
export function newMarker(): string {
  return `${runId()}/${randomBytes(6).toString('hex')}`
}

/** A live process that carries a run marker. */
export interface MarkedProcess {
  readonly pid: number
  /** Its command line, for reports. */
  readonly command: string
}

/**
 * The live processes that carry a marker in the environment they were started with. Linux only: empty elsewhere.
 *
 * @param marker a subprocess' whole marker, or a run id for everything that run has started
 */
export async function markedProcesses(marker: string): Promise<MarkedProcess[]> {
  if (process.platform !== 'linux') return []
  return processTable()
    .filter(entry => carriesMarker(entry.pid, marker))
    .map(entry => ({ pid: entry.pid, command: commandLineOf(entry.pid) }))
}

/** Whether a process carries the marker. Always `false` where there is no /proc. */
export function carriesMarker(pid: number, marker: string): boolean {
  const environment = readProcFile(`/proc/${pid}/environ`)
  if (environment === undefined) return false
  const entry = `\0${RUN_MARKER_VARIABLE}=${marker}`
  const text = `\0${environment.toString('latin1')}`
  return text.includes(`${entry}\0`) || (!marker.includes('/') && text.includes(`${entry}/`))
}

/** A process' command line as one readable string; its pid where that cannot be read. */
export function commandLineOf(pid: number): string {
  const commandLine = readProcFile(`/proc/${pid}/cmdline`)?.toString('utf8').replaceAll('\0', ' ').trim()
  return commandLine || `process ${pid}`
}

function newRunId(): string {
  // Worker threads load this module anew, so the id is made from what they share: the process.
  const self: ProcessEntry | undefined = process.platform === 'linux' ? processEntry(process.pid) : undefined
  return `${process.pid}-${self?.startedAt ?? randomBytes(4).toString('hex')}`
}
