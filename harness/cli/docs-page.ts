import { blocks, code, codeBlock, prose, table } from '../contract/publish/page/markdown.ts'
import { COMMANDS } from './commands/index.ts'
import { titleOf } from './options/command.ts'
import { flagOf, type Row } from './options/row.ts'
import { PROGRAM } from './options/typed-command.ts'

/** A flag as some of the commands have it. */
interface Flag {
  readonly flag: string
  readonly row: Row
  readonly commands: string[]
}

/** docs/cli.md, written from the commands and the rows of their flags. */
export function docsPage(): string {
  const renamed = new Map(
    flags().flatMap(({ flag, row: { old } }) => (old === undefined ? [] : [[old, flag]])),
  )
  const commands = COMMANDS.map(({ description }) => description)
  return `${blocks(
    '# The command line',
    'Written by `npm run docs` from the table of options in `harness/cli`.',
    `${code('npm run <command> -- [options]')} in this directory, or ${code(`${PROGRAM} <command> [options]`)} where the ` +
      'program is linked. `--help` after a command shows its flags, `--version` the version.',
    '## Commands',
    ...commands.map(({ name, about, example, oldNames, notes, subject }) =>
      blocks(
        `### ${titleOf({ name, subject })}`,
        [prose(about), ...oldNames.map(old => `The name ${code(old)} goes on working.`)].join(' '),
        codeBlock('sh', [`npm run ${name} --`, ...example].join(' ')),
        ...notes.map(([label, text]) => `${label}: ${prose(text)}`),
      ),
    ),
    '## Flags',
    table(
      ['flag', 'commands', 'what it says', 'default', 'other flags'],
      flags().map(({ flag, row, commands }) => [
        code([row.isWord ? [] : flag, row.value ?? []].flat().join(' ') || `[${flag.slice(2)}]`),
        commands.join(', '),
        prose(row.about),
        defaultOf(row),
        others(row),
      ]),
    ),
    '## Flags that have another name now',
    'The earlier name is answered with the present one, and exit code 2.',
    table(
      ['earlier', 'now'],
      [...renamed].map(([old, now]) => [code(old), code(now)]),
    ),
  )}\n`
}

/** Every flag once for each meaning that it has. */
function flags(): readonly Flag[] {
  const found = new Map<string, Flag>()
  for (const { description } of COMMANDS) {
    for (const [key, row] of Object.entries(description.rows)) {
      const same = JSON.stringify([key, row])
      const flag = found.get(same) ?? { flag: flagOf(key), row, commands: [] }
      flag.commands.push(titleOf(description))
      found.set(same, flag)
    }
  }
  // Flags of one name stand together.
  return Object.values(Object.groupBy(found.values(), ({ flag }) => flag)).flatMap(same => same ?? [])
}

function defaultOf({ initial, initialText, value }: Row): string {
  return value === undefined || initial === undefined ? '' : (initialText ?? String(initial))
}

function others({ rules = [] }: Row): string {
  const parts = rules.flatMap(rule => {
    if ('needs' in rule) return [`needs ${rule.needs.map(code).join(' or ')}`]
    return 'excludes' in rule ? [`not with ${rule.excludes.map(code).join(', ')}`] : []
  })
  return parts.join('; ')
}
