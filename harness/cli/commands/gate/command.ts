import { BACKEND_BESIDE_GATEWAY } from '../../options/backend.ts'
import type { CommandDescription } from '../../options/command.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { SURROUNDINGS, TARGET } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, JUDGING_EXITS } from '../../options/help-notes.ts'
import { judgingRows } from '../../options/judging.ts'
import { type Rows, toggle, type ValuesOf } from '../../options/row.ts'
import { TIMELINES } from '../../options/timelines.ts'
import { typedCommand } from '../../options/typed-command.ts'

const ROWS = {
  ...TARGET,
  ...BACKEND_BESIDE_GATEWAY,
  ...SURROUNDINGS,
  ...judgingRows('the clauses of the edition'),
  ...TIMELINES,
  allEvidence: toggle(
    'print every failure in full, also where the gateway is plainly of another edition than the stated one',
    { again: 'never' },
  ),
} satisfies Rows

/** What the caller of the gate said. */
export type GateOptions = ValuesOf<typeof ROWS>

export const GATE: CommandDescription<typeof ROWS> = {
  name: 'gate',
  oldNames: [],
  about:
    'Says whether an SSE gateway conforms to the contract, and which party is at fault where it does not.',
  example: ['--gateway ../SSEGateway'],
  rows: ROWS,
  notes: [EDITIONS_NOTE, FAULTS_NOTE, JUDGING_EXITS],
}

/** The command of a gate that judges the same in the same way. @param options may differ from what the caller said */
export function gateAgain(options: GateOptions): string {
  return typedCommand('gate', flagsAgain(ROWS, options, 'run'))
}
