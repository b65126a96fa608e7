import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { printable } from '../diagnosis/index.ts'
import { ConfigurationError, NotTestableError } from '../util/errors.ts'
import { UnknownFlag } from './options/parse.ts'

/**
 * Runs what a command line asks for, and tells in a sentence why it cannot be.
 * @param name the npm script, for messages
 * @param work is given the directory that paths are relative to
 * @returns the exit code
 */
export async function runCommandLine(
  name: string,
  work: (workingDirectory: string) => Promise<number>,
): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', whenNobodyReads)
  try {
    checkTemporaryDirectory()
    // Under npm, paths are relative to where the user typed the command.
    return await work(process.env.INIT_CWD ?? process.cwd())
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof NotTestableError) {
      const message = error instanceof UnknownFlag ? await withOwners(error) : error.message
      console.error(`${name}: ${message.split('\n').map(printable).join('\n')}`)
      return error instanceof ConfigurationError ? 2 : 3
    }
    throw error
  }
}

/** Whoever read has read enough, as "| head" does: the work goes on, and reports are written. */
function whenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
}

/** A flag that another command has is told with that command. */
async function withOwners({ flag, said, see }: UnknownFlag): Promise<string> {
  // They are loaded here, because every command has its flags from these files.
  const { ownersOf } = await import('./commands/flag-owners.ts')
  const owners = ownersOf(flag)
  if (owners.length === 0) return `${said}${see}`
  const names = owners.join(', ').replace(/, ([^,]*)$/, ' and $1')
  return `unknown option '${flag}', which ${names} ${owners.length === 1 ? 'has' : 'have'}${see}`
}

/** @throws ConfigurationError when no temporary file can be written */
function checkTemporaryDirectory(): void {
  const path = tmpdir()
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(
      `The directory for temporary files, ${path}, cannot be written to (${why}); set TMPDIR to a directory that can.`,
    )
  }
}
