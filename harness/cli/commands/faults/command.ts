import { InvalidArgumentError } from 'commander'
import { renamedFault } from '../../../contract/index.ts'
import { isNamed, PLACES } from '../../../faults/case.ts'
import { allNames } from '../../../faults/names.ts'
import { noSuch } from '../../options/choice.ts'
import type { CommandDescription } from '../../options/command.ts'
import { FAULTS_EXITS } from '../../options/help-notes.ts'
import { each, type Rows, toggle, type ValuesOf } from '../../options/row.ts'

const ROWS = {
  only: each(
    '<fault|place>',
    `play these alone, by the names in docs/faults.md (places: ${PLACES.join(', ')})`,
    fault,
    { initialText: 'everything' },
  ),
  list: toggle('show the name and the sentence of each, and stop'),
  areas: toggle('judge no more than the project’s own tests do: what each fault is about, and the sentinels'),
  verdicts: toggle('show every verdict whole, as a reader gets it'),
  write: toggle('write what is found to docs/faults.md'),
} satisfies Rows

/** What the caller of the faults said. */
export type FaultsOptions = ValuesOf<typeof ROWS>

export const FAULTS: CommandDescription<typeof ROWS> = {
  name: 'faults',
  oldNames: [],
  about:
    'Plays every fault of the catalogue, each against every clause, and says whether all turns out as the catalogue says.',
  example: ['--only drop-connect-response', '--verdicts'],
  rows: ROWS,
  notes: [FAULTS_EXITS],
}

/** Reads a fault or a place, or both as `place/name`. */
function fault(text: string): string {
  const all = allNames()
  if (all.some(fault => isNamed(fault, [text]))) return text
  const renamed = renamedFault(
    text,
    all.map(({ place, name }) => `${place}/${name}`),
  )
  if (renamed !== undefined) throw new InvalidArgumentError(renamed)
  const known = [...new Set([...PLACES, ...all.map(({ name }) => name)])]
  throw new InvalidArgumentError(noSuch('fault', text, known, 'npm run faults -- --list'))
}
