import { isAboutBackend, isClauseId } from '../../../contract/index.ts'
import type { BackendOptions } from '../../options/backend.ts'
import type { CommandDescription } from '../../options/command.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { BACKEND_FAULTS_NOTE, REPRODUCE_EXITS } from '../../options/help-notes.ts'
import { timeout } from '../../options/judging.ts'
import type { Row, Rows, ValuesOf } from '../../options/row.ts'
import { shellWord } from '../../options/shell-words.ts'
import { typedCommand } from '../../options/typed-command.ts'
import { BACKEND_UNDER_TEST } from '../backend/command.ts'
import { PLAY } from './command.ts'

const SCENARIO: Row<string | undefined> = {
  about:
    'a clause about backends (the first of its scenarios), or a scenario by its name ("clause: variant")',
  isWord: true,
  again: 'never',
}

const REPLAY_NOTE = [
  'Saved timelines',
  'npm run reproduce -- --replay <file> judges one again, without playing or starting anything.',
] as const

const ROWS = {
  scenario: SCENARIO,
  ...PLAY,
  ...BACKEND_UNDER_TEST,
  timeout,
} satisfies Rows

/** What the caller of reproduce said about a scenario about backends. */
export type ReproduceBackendOptions = ValuesOf<typeof ROWS>

export const REPRODUCE_BACKEND: CommandDescription<typeof ROWS> = {
  name: 'reproduce',
  oldNames: ['repro'],
  subject: 'backends',
  isMeant: args => args.some(namesBackendClause) && !args.some(arg => /^--replay(=|$)/.test(arg)),
  about:
    'Plays one scenario about a backend alone, where its clause begins with backend/, and prints the same as for a gateway.',
  example: ['backend/version-sent', '--backend flask'],
  rows: ROWS,
  notes: [REPLAY_NOTE, BACKEND_FAULTS_NOTE, REPRODUCE_EXITS],
}

/** Whether a word is a clause about backends, alone or with the variant of a scenario. */
function namesBackendClause(word: string): boolean {
  const clause = word.replace(/:.*$/s, '')
  return isClauseId(clause) && isAboutBackend(clause)
}

/** The command that plays one scenario alone, against the same backend. */
export function backendReproduction(
  options: BackendOptions & { readonly timeout: number },
  scenario: string,
): string {
  return typedCommand('reproduce', [shellWord(scenario), ...flagsAgain(ROWS, options)])
}
