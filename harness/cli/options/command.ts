import { Argument, Command, Option } from 'commander'
import { hanging } from '../../report/index.ts'
import { formatItem } from './help-item.ts'
import { flagOf, type Row, type Rows, type Values } from './row.ts'
import { asTyped, typedCommand } from './typed-command.ts'

/** A command of the program: what its flags and its help are made of. */
export interface CommandDescription<R extends Rows = Rows> {
  readonly name: string
  /** Names that it had. */
  readonly oldNames: readonly string[]
  readonly about: string
  /** Of commands with one name: the party that the scenarios of this one are about. */
  readonly subject?: 'gateways' | 'backends'
  /** Whether a command line means this one of several commands with one name; the first one where none is meant. */
  readonly isMeant?: (args: readonly string[]) => boolean
  /** What is typed after its name in the example; the first word of it shows the help of this one of several commands. */
  readonly example: readonly string[]
  readonly rows: R
  /** A label and what is to be known in addition to the flags. */
  readonly notes: readonly (readonly [label: string, text: string])[]
  /**
   * Refuses what no rule of one flag can say, before those rules do.
   * @throws ConfigurationError
   */
  readonly check?: (options: Values, args: readonly string[]) => void
}

/** Tells commands with one name apart. */
export function titleOf({
  name,
  subject,
}: {
  readonly name: string
  readonly subject?: CommandDescription['subject'] | undefined
}): string {
  return subject === undefined ? name : `${name} (${subject})`
}

/** The command line that shows the help of a command. */
export function helpOf({ example, isMeant, name }: CommandDescription): string {
  const [word = ''] = example
  return typedCommand(name, isMeant === undefined ? ['--help'] : [word, '--help'])
}

/** The command as commander takes it. */
export function commanderCommand({ name, about, example, notes, rows }: CommandDescription): Command {
  const command = new Command(name)
    .description(about)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({
      minWidthToWrap: 20,
      formatItem,
      commandUsage: command => typedCommand(name, [command.usage()]),
    })
    .addHelpText('after', () => {
      const width = Math.max(60, process.stdout.columns || 80)
      const lines = notes.flatMap(([label, text]) => hanging(`${label}: `, asTyped(text), width))
      return ['', 'Example:', `  ${typedCommand(name, example)}`, '', ...lines].join('\n')
    })
  for (const [key, row] of Object.entries(rows)) {
    if (row.isWord) command.addArgument(new Argument(`[${key}]`, row.about))
    else command.addOption(commanderOption(key, row))
  }
  return command
}

function commanderOption(key: string, row: Row): Option {
  const option = new Option([flagOf(key), row.value ?? []].flat().join(' '), asTyped(row.about))
  if (row.parse !== undefined) option.argParser(row.parse)
  const isShown = row.value !== undefined && row.initial !== undefined
  return isShown ? option.default(row.initial, row.initialText) : option
}
