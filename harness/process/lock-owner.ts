import { processEntry } from './process-table.ts'

/** Names one process for ever in text fit for a file name: its pid and its start, since pids are given away again. */
export type Owner = string

/** This process. Its worker threads are it too. */
export function owner(): Owner {
  return ownerWithPid(process.pid) ?? `${process.pid}-unseen`
}

/** Whether the process that wrote this has ended. */
export function ownerIsGone(text: Owner): boolean {
  return ownerWithPid(Number.parseInt(text, 10)) !== text
}

function ownerWithPid(pid: number): Owner | undefined {
  const entry = processEntry(pid)
  return entry && `${pid}-${entry.startedAt.replace(/\W+/g, '-')}`
}
