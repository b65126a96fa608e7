import { type Command, CommanderError, type Help, type Option } from 'commander'
import { ConfigurationError } from '../../util/errors.ts'
import { npmRun } from './npm-run.ts'
import { refuseSwallowedFlags } from './swallowed-flags.ts'

/** Columns of a description beside its term; where there are fewer, it stands below. */
const ROOM = 36

/** A flag that the command does not have. */
export class UnknownFlag extends ConfigurationError {
  readonly flag: string
  /** What is said of it, and where to look for those that are there. */
  readonly said: string
  readonly see: string

  constructor(flag: string, said: string, see: string) {
    super(`${said}${see}`)
    this.flag = flag
    this.said = said
    this.see = see
  }
}

/**
 * Parses a command line.
 * @param script the npm script, for messages
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parsed<Options extends object>(
  command: Command,
  args: readonly string[],
  script: string,
): Options | 'shown' {
  command
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ minWidthToWrap: 20, formatItem })
  refuseSwallowedFlags(command, script, args)
  refuseEmptyAndDouble(command.options, args)
  try {
    return command.parse(args, { from: 'user' }).opts<Options>()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 'shown'
    const said = error.message
      .replace(/^error: /, '')
      .replace(/\n/g, ' ')
      .replace(/\.$/, '')
    const hint =
      error.code === 'commander.excessArguments'
        ? '; a value with spaces needs quotes, and a path needs its flag before it'
        : ''
    const see = `; see ${npmRun(script)} --help.`
    const flag = error.code === 'commander.unknownOption' ? unknownFlagIn(args, command.options) : undefined
    if (flag !== undefined) throw new UnknownFlag(flag, `${said}${endingIn(flag, command.options)}`, see)
    throw new ConfigurationError(`${said}${hint}${see}`)
  }
}

/** The first flag that the command does not have; the value of another flag is none. */
function unknownFlagIn(args: readonly string[], options: readonly Option[]): string | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const [flag = ''] = args[at]?.split('=', 1) ?? []
    const option = options.find(({ long }) => long === flag)
    if (option === undefined && flag.startsWith('--')) return flag
    if (option?.required === true && flag === args[at]) at += 1
  }
  return undefined
}

/** The flags that end in the same words, such as --backend-command for --command. */
function endingIn(flag: string, options: readonly Option[]): string {
  const longer = options.flatMap(({ long }) => (long?.endsWith(flag.slice(1)) === true ? [long] : []))
  return longer.length === 0 ? '' : ` (Did you mean ${longer.join(' or ')}?)`
}

/** A value that is empty comes from a variable that is not set, and one of two values would be lost. */
function refuseEmptyAndDouble(options: readonly Option[], args: readonly string[]): void {
  const given = new Map<string, string>()
  for (let at = 0; at < args.length && args[at] !== '--'; at += 1) {
    const [, flag = '', joined] = /^(--[^=]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? []
    const option = options.find(({ long }) => long === flag)
    if (option === undefined || !option.required) continue
    const value = joined ?? args[++at]
    // That there is none is what commander says.
    if (value === undefined) return
    if (value.trim() === '') {
      throw new ConfigurationError(
        `${flag} is empty; expected ${option.flags.replace(/^\S+ /, '')}; set the variable of the shell that it comes from, or leave the flag out.`,
      )
    }
    const earlier = given.get(flag)
    if (earlier !== undefined && earlier !== value && !isRepeatable(option)) {
      throw new ConfigurationError(`${flag} is given twice (${earlier}, ${value}); give it once.`)
    }
    given.set(flag, value)
  }
}

/** One that gathers its values begins with an empty list, or with none set. */
function isRepeatable({ defaultValue }: Option): boolean {
  return typeof defaultValue === 'object'
}

/** A term and its description; below each other where there is little room. */
function formatItem(this: Help, term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80
  const left = ' '.repeat(2)
  if (description === '') return `${left}${term}`
  const beside = width - termWidth - 4
  if (beside >= ROOM) {
    const lines = helper.boxWrap(description, beside).split('\n')
    return lines
      .map((line, at) => `${left}${(at === 0 ? term : '').padEnd(termWidth)}${left}${line}`.trimEnd())
      .join('\n')
  }
  const lines = helper.boxWrap(description, width - 6).split('\n')
  return [`${left}${term}`, ...lines.map(line => `${' '.repeat(6)}${line}`)].join('\n')
}
