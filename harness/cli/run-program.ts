import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { ConfigurationError, NotTestable } from '../failure.ts'
import { printable } from '../verdict/index.ts'

/**
 * Runs what a command line asks for, and tells in a sentence why it cannot be.
 * @param name the npm script, for messages
 * @param work is given the directory that paths are relative to
 * @returns the exit code
 */
export async function runProgram(
  name: string,
  work: (workingDirectory: string) => Promise<number>,
): Promise<number> {
  try {
    checkTemporaryDirectory()
    // Under npm, paths are relative to where the user typed the command.
    return await work(process.env.INIT_CWD ?? process.cwd())
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof NotTestable) {
      console.error(`${name}: ${error.message.split('\n').map(printable).join('\n')}`)
      return error instanceof ConfigurationError ? 2 : 3
    }
    throw error
  }
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
