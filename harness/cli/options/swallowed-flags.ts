import { CLAUSE_IDS, isEdition } from '../../contract/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import type { CommandDescription } from './command.ts'
import { flagOf } from './row.ts'
import { settingWords, shellWord, variableFor } from './shell-words.ts'

/**
 * Flags that npm takes for its own configuration too. They may come from an .npmrc, so alone they are no sign that
 * `--` was forgotten.
 */
const OF_NPM = new Set(['only', 'json', 'save', 'version', 'help'])

/**
 * Refuses a command line whose flags npm kept: without `--`, npm leaves `npm run gate --fast` in the environment as
 * `npm_config_fast=true` and passes nothing on.
 * @param args what npm passed on
 * @throws ConfigurationError with the line to type
 */
export function refuseSwallowedFlags(
  { name, oldNames, rows }: Pick<CommandDescription, 'name' | 'oldNames' | 'rows'>,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  if (![name, ...oldNames].includes(environment.npm_lifecycle_event ?? '')) return
  const swallowed = Object.entries(rows).flatMap(([key, row]) =>
    [flagOf(key), row.old ?? []].flat().flatMap(flag => {
      const value = environment[`npm_config_${flag.slice(2).replaceAll('-', '_')}`]
      return value === undefined || value === ''
        ? []
        : [{ kept: flag, name: flagOf(key).slice(2), value, required: row.value !== undefined }]
    }),
  )
  const [first] = swallowed.filter(({ name }) => !OF_NPM.has(name))
  if (first === undefined) return
  // npm splits `--gateway ../x` into `gateway=true` and the word `../x`. Words for the program itself stand among them.
  const { words, own } = sorted(args, Object.values(rows).filter(({ isWord }) => isWord).length)
  const flags = swallowed.flatMap(({ name, required, value }) => {
    if (!required) return [`--${name}`]
    const given = value === 'true' ? takeWord(words, name) : value
    return given === undefined ? [`--${name} …`] : typed(name, given)
  })
  // Of --only npm leaves no trace.
  const isLost = 'only' in rows && !swallowed.some(({ name }) => name === 'only')
  const lost = isLost ? ' (and --only, if you gave it; add it again)' : ''
  throw new ConfigurationError(
    `npm kept ${first.kept} for itself${lost}; flags come after a --: npm run ${name} -- ${[...[...own, ...words].map(shellWord), ...flags].join(' ')}`,
  )
}

/** Puts aside the words that name a scenario, a clause or an area, as many as the program takes. */
function sorted(args: readonly string[], most: number): { words: string[]; own: string[] } {
  const own = args.filter(isOfTheContract).slice(0, most)
  return { words: args.filter(word => !own.includes(word)), own }
}

function isOfTheContract(word: string): boolean {
  const [clause = ''] = word.split(':')
  return CLAUSE_IDS.some(id => id === clause || id.startsWith(`${clause}/`))
}

/** The word that belongs to a flag: of those left, the first one of its kind. */
function takeWord(words: string[], name: string): string | undefined {
  const at = words.findIndex(word => !word.startsWith('-') && isEdition(word) === (name === 'edition'))
  return at < 0 ? undefined : words.splice(at, 1)[0]
}

/** What was given several times is one value, with empty lines between. */
function typed(name: string, given: string): string[] {
  return given.split('\n\n').flatMap(value => {
    const at = value.indexOf('=')
    if (name.endsWith('-env') && at > 0) {
      return settingWords(`--${name}`, { [value.slice(0, at)]: value.slice(at + 1) })
    }
    return [`--${name} ${variableFor(name, value) ?? shellWord(value)}`]
  })
}
