import { BACKEND_FAULTS } from '../../../../fixtures/faults/backend/index.ts'
import { backendRows } from '../../options/backend.ts'
import type { CommandDescription } from '../../options/command.ts'
import { BACKEND_FAULTS_NOTE, JUDGING_EXITS } from '../../options/help-notes.ts'
import { judgingRows } from '../../options/judging.ts'
import { type Rows, text, type ValuesOf } from '../../options/row.ts'
import { TIMELINES } from '../../options/timelines.ts'

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
  notes: [BACKEND_FAULTS_NOTE, JUDGING_EXITS],
}
