import { ConfigurationError } from '../../../util/errors.ts'
import { BACKEND_BESIDE_GATEWAY } from '../../options/backend.ts'
import type { CommandDescription } from '../../options/command.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { type GatewayOptions, SURROUNDINGS, TARGET } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, REPRODUCE_EXITS } from '../../options/help-notes.ts'
import { timeout } from '../../options/judging.ts'
import { optional, type Row, type Rows, text, toggle, type ValuesOf } from '../../options/row.ts'
import { shellWord } from '../../options/shell-words.ts'
import { typedCommand } from '../../options/typed-command.ts'
import { timesUpTo } from '../../options/values.ts'

const ONCE = { again: 'never' } as const

const SCENARIO: Row<string | undefined> = {
  about:
    'a clause (the first of its scenarios), a scenario by its name ("clause: variant"), a scenario file, ' +
    'or a short name of one (task/connect, connection-open)',
  isWord: true,
  again: 'never',
}

/** Says how often a scenario is played, and what is kept and shown of it. */
export const PLAY = {
  hold: toggle(
    'keep everything running at the last moment, whether it failed or not, until Ctrl-C; of many plays, the first that fails',
    ONCE,
  ),
  repeat: optional('<times>', 'play it so often and tell how often it fails', timesUpTo(1_000_000), ONCE),
  untilFail: toggle('play it until it fails, at most --repeat times', ONCE),
  save: text('<file>', 'write the timeline to a file; of many plays, that of the first that fails', ONCE),
  wire: toggle('show the bodies that crossed the wires byte for byte, escaped, after the verdict', ONCE),
} satisfies Rows

const ROWS = {
  scenario: SCENARIO,
  ...PLAY,
  replay: text(
    '<file>',
    'judge a saved timeline again, without playing or starting anything; --wire goes with it',
    ONCE,
  ),
  ...TARGET,
  ...BACKEND_BESIDE_GATEWAY,
  ...SURROUNDINGS,
  timeout,
} satisfies Rows

const BACKENDS_NOTE = [
  'Scenarios about backends',
  'a clause that begins with backend/ takes the flags that name a backend; npm run reproduce -- backend/version-sent --help shows them.',
] as const

/** What the caller of reproduce said. */
export type ReproduceOptions = ValuesOf<typeof ROWS>

export const REPRODUCE: CommandDescription<typeof ROWS> = {
  name: 'reproduce',
  oldNames: ['repro'],
  subject: 'gateways',
  about:
    'Plays one scenario alone and prints what crosses the wires as it happens, then the verdict and the commands ' +
    'that replay the decisive exchange by hand.',
  example: ['send/in-order', '--gateway ../SSEGateway'],
  rows: ROWS,
  notes: [BACKENDS_NOTE, EDITIONS_NOTE, FAULTS_NOTE, REPRODUCE_EXITS],
  check: ({ replay, scenario }, args) => {
    if (replay !== undefined) refuseOthers(String(replay), args)
    else if (scenario === undefined) {
      throw new ConfigurationError(
        'Which scenario? Give a clause, a scenario or a scenario file, such as connection-open; see ' +
          `${typedCommand('reproduce', ['--help'])}.`,
      )
    }
  },
}

/** A saved timeline says itself what was played on whom. @throws ConfigurationError */
function refuseOthers(file: string, args: readonly string[]): void {
  const beside = args.find(arg => arg !== file && !/^--(?:replay(=|$)|wire$)/.test(arg))
  if (beside === undefined) return
  throw new ConfigurationError(
    `--replay judges what is saved in a file and plays nothing, so that ${beside} has no place beside it; leave it out.`,
  )
}

/** The command that plays one scenario alone, against the same gateway. */
export function reproduction(
  options: GatewayOptions & { readonly timeout: number },
  scenario: string,
): string {
  return typedCommand('reproduce', [shellWord(scenario), ...flagsAgain(ROWS, options)])
}
