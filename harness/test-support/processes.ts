import { cleanedEnvironment } from '../process/clean-environment.ts'
import { processEntry } from '../process/process-table.ts'
import { Subprocess, type SubprocessOptions } from '../process/subprocess.ts'
import { waitUntil } from '../process/wait-until.ts'

/** For this folder's tests: the waits inside expire first, and say what they waited for. */
export const SLOW_TEST = { timeout: 120_000 }

const LIMIT_MS = 30_000

/** For this folder's tests: a subprocess that runs a shell script. */
export function startShell(script: string, options: Partial<SubprocessOptions> = {}): Promise<Subprocess> {
  return Subprocess.start({ command: 'sh', args: ['-c', script], env: cleanedEnvironment(), ...options })
}

/** For this folder's tests: a subprocess that runs a JavaScript program. */
export function startNode(program: string, options: Partial<SubprocessOptions> = {}): Promise<Subprocess> {
  return Subprocess.start({
    command: process.execPath,
    args: ['-e', program],
    env: cleanedEnvironment(),
    ...options,
  })
}

/** Waits for a line `<name> <pid>` and returns the pid. */
export function pidTold(subprocess: Subprocess, name: string): Promise<number> {
  const pattern = new RegExp(`^${name} (\\d+)$`)
  return waitUntil(
    `${subprocess.command} to print the pid of its ${name}`,
    () => subprocess.lines.map(({ text }) => Number(pattern.exec(text)?.[1])).find(pid => pid > 0),
    { limitMs: LIMIT_MS, lastSeen: () => subprocess.lastLines(5) },
  )
}

export function lineTold(subprocess: Subprocess, text: string): Promise<unknown> {
  return waitUntil(
    `${subprocess.command} to print "${text}"`,
    () => subprocess.lines.some(line => line.text === text),
    { limitMs: LIMIT_MS, lastSeen: () => subprocess.lastLines(5) },
  )
}

export function isAlive(pid: number): boolean {
  return processEntry(pid) !== undefined
}

export function waitForExit(...pids: number[]): Promise<unknown> {
  return waitUntil(`processes ${pids.join(', ')} to be gone`, () => !pids.some(isAlive), {
    limitMs: LIMIT_MS,
    lastSeen: () => pids.filter(isAlive),
  })
}
