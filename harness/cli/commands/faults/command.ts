import { Command, InvalidArgumentError, Option } from 'commander'
import { renamedFault } from '../../../contract/index.ts'
import { isNamed, PLACES } from '../../../faults/case.ts'
import { allNames } from '../../../faults/names.ts'
import { noSuch } from '../../options/choice.ts'
import { FAULTS_EXITS, withNotes } from '../../options/help-notes.ts'
import { npmRun } from '../../options/npm-run.ts'
import { parsed } from '../../options/parse.ts'

/** What the caller of the faults said. */
export interface FaultsOptions {
  /** Names of faults or places, or both as `place/name`. */
  readonly only: readonly string[]
  /** What the project's own tests judge of each fault, instead of everything. */
  readonly areas: boolean
  readonly list: boolean
  /** Shows every verdict whole. */
  readonly verdicts: boolean
  /** Writes docs/faults.md. */
  readonly write: boolean
}

/**
 * @returns `'shown'` when help was asked for and printed
 * @throws ConfigurationError
 */
export function parseFaultsCommandLine(args: readonly string[]): FaultsOptions | 'shown' {
  return parsed<FaultsOptions>(withNotes(faultsCommand(), FAULTS_EXITS), args, 'faults')
}

/** Its flags, for whoever asks for them. */
export function faultsCommand(): Command {
  return new Command('faults')
    .description(
      'Plays every fault of the catalogue, each against every clause, and says whether all turns out as the catalogue says.',
    )
    .addOption(
      new Option(
        '--only <fault|place>',
        `play these alone, by the names in docs/faults.md; may be repeated (places: ${PLACES.join(', ')})`,
      )
        .argParser(faults)
        .default([], 'everything'),
    )
    .addOption(new Option('--list', 'show the name and the sentence of each, and stop').default(false))
    .addOption(
      new Option(
        '--areas',
        'judge no more than the project’s own tests do: what each fault is about, and the sentinels',
      ).default(false),
    )
    .addOption(new Option('--verdicts', 'show every verdict whole, as a reader gets it').default(false))
    .addOption(new Option('--write', 'write what is found to docs/faults.md').default(false))
}

function faults(text: string, earlier: readonly string[]): readonly string[] {
  const all = allNames()
  if (all.some(fault => isNamed(fault, [text]))) return [...earlier, text]
  const renamed = renamedFault(
    text,
    all.map(({ place, name }) => `${place}/${name}`),
  )
  if (renamed !== undefined) throw new InvalidArgumentError(renamed)
  const known = [...new Set([...PLACES, ...all.map(({ name }) => name)])]
  throw new InvalidArgumentError(noSuch('fault', text, known, `${npmRun('faults')} --list`))
}
