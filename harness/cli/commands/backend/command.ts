import { BACKEND_FAULTS } from '../../../../fixtures/faults/backend.ts'
import { backendRows } from '../../options/backend.ts'
import type { CommandDescription } from '../../options/command.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { FAULTS_NOTE, JUDGING_EXITS } from '../../options/help-notes.ts'
import { judgingRows } from '../../options/judging.ts'
import { type Rows, text, type ValuesOf } from '../../options/row.ts'
import { shellWord } from '../../options/shell-words.ts'
import { TIMELINES } from '../../options/timelines.ts'
import { typedCommand } from '../../options/typed-command.ts'

/** Names the backend that is judged; the mock one runs as a program, too. */
export const BACKEND_UNDER_TEST = {
  ...backendRows({ isProgram: true, faults: Object.keys(BACKEND_FAULTS) }),
  prometheus: text(
    '<path>',
    'the Prometheus server that scrapes the backend, by its path or by its name on your PATH; with it, the clauses about Prometheus are judged, too',
  ),
} satisfies Rows

/** Names the backend under test, and what scrapes it. */
export type BackendUnderTestOptions = ValuesOf<typeof BACKEND_UNDER_TEST>

const ROWS = {
  ...BACKEND_UNDER_TEST,
  ...judgingRows('the clauses about backends'),
  ...TIMELINES,
} satisfies Rows

/** What the caller said of the backend, and of how it is judged. */
export type BackendRunOptions = ValuesOf<typeof ROWS>

export const BACKEND: CommandDescription<typeof ROWS> = {
  name: 'backend',
  oldNames: ['verify-backend'],
  about: 'Says whether a backend keeps its side of the contract with an SSE gateway.',
  example: ["--backend-command './serve.sh {port}'"],
  rows: ROWS,
  notes: [FAULTS_NOTE, JUDGING_EXITS],
}

/** The command that plays the scenarios of one clause against the same backend. */
export function backendReproduction(options: BackendRunOptions, clause: string): string {
  return typedCommand('backend', [...flagsAgain(ROWS, options), `--only ${shellWord(clause)}`])
}
