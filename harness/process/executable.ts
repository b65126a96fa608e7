import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { whichCommandSync } from 'which-command'
import { SpawnError } from './errors.ts'

export interface ExecutableSearch {
  readonly command: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * The absolute path of the program that a command means: a name on the PATH of the subprocess, a path from its working
 * directory.
 *
 * @throws SpawnError when there is none, it cannot be executed, or the working directory is missing
 */
export function findExecutable({ command, cwd, env }: ExecutableSearch): string {
  if (!isDirectory(cwd)) {
    throw new SpawnError(
      `Could not start "${command}": its working directory "${cwd}" is no directory. Create it or name another.`,
    )
  }
  const path = env.PATH ?? ''
  const found = command === '' ? undefined : whichCommandSync(command, { cwd, path })
  if (found !== undefined) return found
  const reason = command.includes('/')
    ? whyNotExecutable(resolve(cwd, command))
    : `no executable of that name is on the PATH "${path}". Install it or give its path.`
  throw new SpawnError(`Could not start "${command}": ${reason}`)
}

function whyNotExecutable(path: string): string {
  if (!existsSync(path)) return `there is no file "${path}". Check the path, or build it first.`
  if (isDirectory(path)) return `"${path}" is a directory. Name a program.`
  return `"${path}" is not executable. Run chmod +x on it, or name its interpreter.`
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
