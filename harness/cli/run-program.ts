import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { releaseEngine } from '../container/index.ts'
import { printable } from '../diagnosis/index.ts'
import { didYouMean, hanging } from '../report/index.ts'
import { ConfigurationError, NotTestableError } from '../util/errors.ts'
import { CONFORMS, NOT_TESTABLE, WRONG_USAGE } from '../util/exit-codes.ts'
import { COMMANDS, type ProgramCommand } from './commands/index.ts'
import type { CommandDescription } from './options/command.ts'
import { parseOptions, UnknownFlagError } from './options/parse.ts'
import { flagOf } from './options/row.ts'
import { PROGRAM, typedCommand, workingDirectory } from './options/typed-command.ts'
import { harnessVersion } from './version.ts'

/**
 * Does what a command line asks for, and says in a sentence why it cannot be done.
 * @param args the name of a command and what follows it
 * @returns the exit code
 */
export async function runProgram([name, ...args]: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(overview())
    return name === undefined ? WRONG_USAGE : CONFORMS
  }
  if (name === '--version') {
    console.log(harnessVersion())
    return CONFORMS
  }
  const named = COMMANDS.filter(({ description }) =>
    [description.name, ...description.oldNames].includes(name),
  )
  const command = named.find(({ description }) => description.isMeant?.(args)) ?? named[0]
  if (command !== undefined) return runCommand(command, args)
  const names = [...new Set(COMMANDS.map(({ description }) => description.name))]
  console.error(
    `${PROGRAM}: There is no command ${printable(JSON.stringify(name))}${didYouMean(name, names)}; choose one of ${names.join(', ')}.`,
  )
  return WRONG_USAGE
}

async function runCommand({ description, load }: ProgramCommand, args: readonly string[]): Promise<number> {
  const { name } = description
  try {
    const options = parseOptions(description, args)
    if (options === 'shown') return CONFORMS
    checkTemporaryDirectory()
    const { run } = await load()
    return await run(options, workingDirectory())
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof NotTestableError) {
      const message = error instanceof UnknownFlagError ? withOwners(error, description) : error.message
      console.error(`${name}: ${message.split('\n').map(printable).join('\n')}`)
      return error instanceof ConfigurationError ? WRONG_USAGE : NOT_TESTABLE
    }
    console.error(`${name}: the harness itself failed, so nothing was judged; please report this.`)
    console.error(error)
    return NOT_TESTABLE
  } finally {
    await releaseEngine()
  }
}

/** Says of a flag that another command has which one that is. */
function withOwners({ flag, message, see }: UnknownFlagError, { name, subject }: CommandDescription): string {
  const owners = COMMANDS.flatMap(({ description }) =>
    Object.entries(description.rows).flatMap(([key, { isWord, old }]) =>
      !isWord && (flagOf(key) === flag || old === flag) ? [{ ...description, now: flagOf(key) }] : [],
    ),
  )
  const [first] = owners
  if (first === undefined) return message
  const sibling = owners.find(owner => owner.name === name)
  if (sibling !== undefined) {
    return `${flag} is for scenarios about ${sibling.subject}, and this one is about ${subject}; leave it out.`
  }
  const names = [...new Set(owners.map(owner => owner.name))]
  const renamed = first.now === flag ? '' : ` as ${first.now}`
  return `unknown option '${flag}', which ${names.join(', ').replace(/, ([^,]*)$/, ' and $1')} ${names.length === 1 ? 'has' : 'have'}${renamed}${see}`
}

/** The commands, each with an example. */
function overview(): string {
  const width = Math.max(60, process.stdout.columns || 80)
  const row = (label: string, text: string): string[] => hanging(`  ${label.padEnd(11)}`, text, width)
  return [
    `Usage: ${PROGRAM} <command> [options]`,
    '',
    'Commands:',
    ...COMMANDS.flatMap(({ description: { about, example, name } }) => [
      ...row(name, about),
      ...row('', typedCommand(name, example)),
    ]),
    '',
    ...hanging(
      '',
      `${PROGRAM} <command> --help shows the flags of a command, ${PROGRAM} --version the version.`,
      width,
    ),
  ].join('\n')
}

/** The reader has read enough, as "| head" does: the work goes on, and reports are written. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
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
