import { SAVED_WHICH } from '../../../session/settings.ts'
import { BACKEND_BESIDE_GATEWAY } from '../../options/backend.ts'
import { oneOf } from '../../options/choice.ts'
import type { CommandDescription } from '../../options/command.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { SURROUNDINGS, TARGET } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, JUDGING_EXITS } from '../../options/help-notes.ts'
import { judgingRows } from '../../options/judging.ts'
import { type Rows, text, toggle, type ValuesOf, withDefault } from '../../options/row.ts'
import { typedCommand } from '../../options/typed-command.ts'

const ROWS = {
  ...TARGET,
  ...BACKEND_BESIDE_GATEWAY,
  ...SURROUNDINGS,
  ...judgingRows('the clauses of the edition'),
  saveTimelines: text(
    '<directory>',
    'replace what is there by the timeline of each scenario that fails, but for one of more than 40 MiB;\n' +
      'npm run reproduce -- --replay <file> judges one again',
    { again: 'run' },
  ),
  saveTimelinesOf: withDefault(
    'failed',
    `<${SAVED_WHICH.join('|')}>`,
    'the scenarios whose timelines are saved: those that fail, without or with the known failures, or all',
    oneOf('choice of timelines', () => SAVED_WHICH),
    {
      again: 'run',
      rules: [
        {
          needs: ['--save-timelines'],
          says: '--save-timelines-of goes with --save-timelines, which says where they are saved.',
        },
      ],
    },
  ),
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
