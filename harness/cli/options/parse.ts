import { CommanderError } from 'commander'
import { ConfigurationError } from '../../util/errors.ts'
import { harnessVersion } from '../version.ts'
import { type CommandDescription, commanderCommand, helpOf } from './command.ts'
import { contradiction, flagOf, type Row, type Rows, type ValuesOf } from './row.ts'
import { refuseSwallowedFlags } from './swallowed-flags.ts'

/** A flag that the command does not have. */
export class UnknownFlagError extends ConfigurationError {
  readonly flag: string
  /** Where to look for those that are there. */
  readonly see: string

  constructor(flag: string, message: string, see: string) {
    super(`${message}${see}`)
    this.flag = flag
    this.see = see
  }
}

/**
 * Reads what was typed after the name of a command.
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseOptions<R extends Rows>(
  description: CommandDescription<R>,
  args: readonly string[],
): ValuesOf<R> | 'shown' {
  const { rows } = description
  const command = commanderCommand(description).version(
    harnessVersion(),
    '--version',
    'show the version and stop',
  )
  refuseSwallowedFlags(description, args)
  refuseUnclearFlags(rows, args)
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 'shown'
    throw refusal(error, rows, args, `; see ${helpOf(description)}.`)
  }
  const words = Object.keys(rows).filter(key => rows[key]?.isWord)
  const toggles = Object.entries(rows).filter(([, row]) => row.value === undefined && !row.isWord)
  const options = {
    ...Object.fromEntries(toggles.map(([key]) => [key, false])),
    ...command.opts(),
    ...Object.fromEntries(command.args.map((word, at) => [words[at], word])),
  }
  description.check?.(options, args)
  const sentence = contradiction(rows, options)
  if (sentence !== undefined) throw new ConfigurationError(sentence)
  return options as ValuesOf<R>
}

function refusal(
  { code, message }: CommanderError,
  rows: Rows,
  args: readonly string[],
  see: string,
): ConfigurationError {
  const sentence = message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace(/\.$/, '')
  const unknown = flagsIn(rows, args).find(({ row }) => row === undefined)
  if (code === 'commander.unknownOption' && unknown !== undefined) {
    return new UnknownFlagError(unknown.flag, `${sentence}${endingIn(unknown.flag, rows)}`, see)
  }
  const hint =
    code === 'commander.excessArguments'
      ? '; a value with spaces needs quotes, and a path needs its flag before it'
      : ''
  return new ConfigurationError(`${sentence}${hint}${see}`)
}

/** The flags that end in the same words, such as --backend-command for --command. */
function endingIn(flag: string, rows: Rows): string {
  const longer = Object.keys(rows)
    .map(flagOf)
    .filter(one => one.endsWith(flag.slice(1)))
  return longer.length === 0 ? '' : ` (Did you mean ${longer.join(' or ')}?)`
}

/**
 * Refuses a flag under a name that it had, one whose value is empty, as that of a variable that is not set, and one with
 * two values, of which one would be lost.
 */
function refuseUnclearFlags(rows: Rows, args: readonly string[]): void {
  const given = new Map<string, string>()
  for (const { flag, key, row, value } of flagsIn(rows, args)) {
    if (row?.old === flag) {
      throw new ConfigurationError(`${flag} is called ${flagOf(key)} now; give ${flagOf(key)}.`)
    }
    // That a value is missing is what commander says.
    if (row === undefined || value === undefined) continue
    if (value.trim() === '') {
      throw new ConfigurationError(
        `${flag} is empty; expected ${row.value}; set the variable of the shell that it comes from, or leave the flag out.`,
      )
    }
    const earlier = given.get(flag)
    // One that gathers its values begins with an empty list, or with none set.
    if (earlier !== undefined && earlier !== value && typeof row.initial !== 'object') {
      throw new ConfigurationError(`${flag} is given twice (${earlier}, ${value}); give it once.`)
    }
    given.set(flag, value)
  }
}

interface GivenFlag {
  readonly flag: string
  readonly key: string
  /** None for a flag that the command does not have. */
  readonly row: Row | undefined
  readonly value: string | undefined
}

function flagsIn(rows: Rows, args: readonly string[]): readonly GivenFlag[] {
  const found: GivenFlag[] = []
  for (let at = 0; at < args.length && args[at] !== '--'; at += 1) {
    const [, flag, joined] = /^(--[^=]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? []
    if (flag === undefined || flag === '--help' || flag === '--version') continue
    const [key = '', row] =
      Object.entries(rows).find(([key, { old }]) => flagOf(key) === flag || old === flag) ?? []
    const value = row?.value === undefined ? undefined : (joined ?? args[++at])
    found.push({ flag, key, row, value })
  }
  return found
}
