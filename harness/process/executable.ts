import { accessSync, constants, type Stats, statSync } from 'node:fs'
import { delimiter, isAbsolute, resolve } from 'node:path'
import { SpawnError } from './errors.ts'

export interface ExecutableSearch {
  readonly command: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * The absolute path of the program that a command means, found as execvp(3) would: a name on the PATH of the
 * subprocess, a path from its working directory.
 *
 * @throws SpawnError when there is none, it cannot be executed, or the working directory is missing
 */
export function findExecutable({ command, cwd, env }: ExecutableSearch): string {
  if (!isDirectory(cwd)) {
    throw new SpawnError(
      `Could not start "${command}": its working directory "${cwd}" is no directory. Create it or name another.`,
    )
  }
  if (command.includes('/')) return executableAt(resolve(cwd, command), command)
  const path = env.PATH ?? ''
  const found = candidates(command, cwd, path).find(isExecutable)
  if (found === undefined || command === '') {
    throw new SpawnError(
      `Could not start "${command}": no executable of that name is on the PATH "${path}". Install it or give its path.`,
    )
  }
  return found
}

function candidates(command: string, cwd: string, path: string): string[] {
  return path
    .split(delimiter)
    .map(folder => (isAbsolute(folder) ? resolve(folder, command) : resolve(cwd, folder, command)))
}

function executableAt(path: string, command: string): string {
  if (isExecutable(path)) return path
  const reason = !exists(path)
    ? `there is no file "${path}". Check the path, or build it first.`
    : isDirectory(path)
      ? `"${path}" is a directory. Name a program.`
      : `"${path}" is not executable. Run chmod +x on it, or name its interpreter.`
  throw new SpawnError(`Could not start "${command}": ${reason}`)
}

function exists(path: string): boolean {
  return statusOf(path) !== undefined
}

function isDirectory(path: string): boolean {
  return statusOf(path)?.isDirectory() ?? false
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statusOf(path)?.isFile() ?? false
  } catch {
    return false
  }
}
