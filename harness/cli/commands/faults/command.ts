import { InvalidArgumentError } from 'commander'
import { renamedFault } from '../../../contract/index.ts'
import { faultsNamed, PLACES } from '../../../faults/catalogue.ts'
import { noSuch } from '../../options/choice.ts'
import type { CommandDescription } from '../../options/command.ts'
import { FAULTS_EXITS } from '../../options/help-notes.ts'
import { each, type Rows, toggle, type ValuesOf } from '../../options/row.ts'

const ROWS = {
  only: each(
    '<fault|place>',
    `run only these, by the names in docs/faults.md (places: ${PLACES.join(', ')})`,
    fault,
    { initialText: 'everything' },
  ),
  list: toggle('print the name and the sentence of each fault, and stop'),
  areas: toggle(
    'run only what the project’s own tests run: the areas of the clauses that a fault breaks, and the smoke clauses',
  ),
  verdicts: toggle('print every verdict in full'),
  write: toggle('record the findings in fixtures/faults/findings.yml, and write docs/faults.md'),
} satisfies Rows

/** The options of the command. */
export type FaultsOptions = ValuesOf<typeof ROWS>

export const FAULTS: CommandDescription<typeof ROWS> = {
  name: 'faults',
  oldNames: [],
  about: 'Runs every clause with every fault of the catalogue, and compares the outcome with the catalogue.',
  example: ['--only drop-connect-response', '--verdicts'],
  rows: ROWS,
  notes: [FAULTS_EXITS],
}

/** Reads a fault or a place, or both as `place/name`. */
function fault(text: string): string {
  if (faultsNamed([text]).length > 0) return text
  const all = faultsNamed()
  const renamed = renamedFault(
    text,
    all.map(({ place, name }) => `${place}/${name}`),
  )
  if (renamed !== undefined) throw new InvalidArgumentError(renamed)
  const known = [...new Set([...PLACES, ...all.map(({ name }) => name)])]
  throw new InvalidArgumentError(noSuch('fault', text, known, 'npm run faults -- --list'))
}
