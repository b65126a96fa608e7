import { spawnSync } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { type ProcessEntry, readProcFile } from './process-table.ts'

/** The state of a listening socket in /proc/net/tcp (proc(5)). */
const LISTEN = '0A'

/** A process that listens on a port, with its program's name and its parent where that is of the same family. */
export interface Listener extends ProcessEntry {
  readonly program: string
  readonly parentEntry: ProcessEntry | undefined
}

/**
 * Which of these processes listens on a TCP port. Where several hold the socket, the one that the others descend from.
 * `undefined` when none does, or when it cannot be seen.
 */
export function listenerAmong(processes: readonly ProcessEntry[], port: number): ProcessEntry | undefined {
  const isListener = process.platform === 'linux' ? linuxListeners(port) : listedListeners(port)
  const listeners = processes.filter(({ pid }) => isListener(pid))
  const pids = new Set(listeners.map(({ pid }) => pid))
  return listeners.find(({ parent }) => !pids.has(parent))
}

/** The name of the program that a process runs. */
export function programNameOf(pid: number): string {
  const [program] = (readProcFile(`/proc/${pid}/cmdline`)?.toString('utf8') ?? '').split(/[\0 ]/)
  return program === undefined || program === '' ? 'a process' : basename(program)
}

function linuxListeners(port: number): (pid: number) => boolean {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap(path => listeningInodes(readProcFile(path)?.toString('latin1') ?? '', port))
      .map(inode => `socket:[${inode}]`),
  )
  return pid => sockets.size > 0 && openFilesOf(pid).some(file => sockets.has(file))
}

/** Reads /proc/net/tcp or tcp6: the inodes of the sockets that listen on a port. */
export function listeningInodes(table: string, port: number): string[] {
  return table.split('\n').flatMap(line => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
    const localPort = Number.parseInt(local?.split(':')[1] ?? '', 16)
    return state === LISTEN && localPort === port && inode !== undefined ? [inode] : []
  })
}

function openFilesOf(pid: number): string[] {
  const directory = `/proc/${pid}/fd`
  try {
    return readdirSync(directory).flatMap(name => {
      try {
        return readlinkSync(`${directory}/${name}`)
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}

/** Where there is no /proc: runs lsof, which macOS has. */
function listedListeners(port: number): (pid: number) => boolean {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' })
  const pids = new Set((stdout ?? '').split('\n').filter(Boolean).map(Number))
  return pid => pids.has(pid)
}
