import type { CommandDescription } from '../../options/command.ts'
import { PLAYED, TARGET } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, PROBE_EXITS } from '../../options/help-notes.ts'
import { type Rows, toggle, type ValuesOf, withDefault } from '../../options/row.ts'
import { seconds } from '../../options/values.ts'

const ROWS = {
  ...TARGET,
  ...PLAYED,
  json: toggle('answer for machines'),
  // Long for a gateway that answers, short enough for one that loses much.
  timeout: withDefault(1, '<seconds>', 'the bound of every wait', seconds, { old: '--wait-limit' }),
} satisfies Rows

/** What the caller of the probe said. */
export type ProbeOptions = ValuesOf<typeof ROWS>

export const PROBE: CommandDescription<typeof ROWS> = {
  name: 'probe',
  oldNames: [],
  about:
    'Looks at what an SSE gateway can do, and says which edition of the contract that is. It judges nothing.',
  example: ['--gateway ../SSEGateway'],
  rows: ROWS,
  notes: [EDITIONS_NOTE, FAULTS_NOTE, PROBE_EXITS],
}
