import { Command, Option } from 'commander'
import { SAVED_WHICH, type SavedWhich } from '../../../session/run-settings.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import { addGatewayOptions, checkGatewayOptions, type GatewayOptions } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, JUDGING_EXITS, withNotes } from '../../options/help-notes.ts'
import { npmRun } from '../../options/npm-run.ts'
import { parsed } from '../../options/parse.ts'
import { addJudgingOptions, type JudgingOptions } from '../../options/run.ts'

/** What the caller of the gate said, syntactically checked. */
export interface GateCommandOptions extends GatewayOptions, JudgingOptions {
  /** The directory for timelines. */
  readonly saveTimelines?: string
  readonly saveTimelinesOf: SavedWhich
  /** Of failures that another edition explains, too. */
  readonly allEvidence: boolean
}

/**
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseCommandLine(args: readonly string[], version: string): GateCommandOptions | 'shown' {
  const command = withNotes(gateCommand(), EDITIONS_NOTE, FAULTS_NOTE, JUDGING_EXITS).version(
    version,
    '--version',
    'show the version and stop',
  )
  const options = parsed<GateCommandOptions>(command, args, 'gate')
  if (options === 'shown') return options
  checkGatewayOptions(options)
  if (options.saveTimelinesOf !== 'failed' && options.saveTimelines === undefined) {
    throw new ConfigurationError(
      '--save-timelines-of goes with --save-timelines, which says where they are saved.',
    )
  }
  return options
}

/** Its flags, for whoever asks for them. */
export function gateCommand(): Command {
  const command = new Command('gate').description(
    'Says whether an SSE gateway conforms to the contract, and at whose door each failure lies.',
  )
  return addJudgingOptions(addGatewayOptions(command), 'the clauses of the edition')
    .addOption(
      new Option(
        '--save-timelines <directory>',
        'replace what is there by the timeline of each scenario that fails, but for one of more than 40 MiB;\n' +
          `${npmRun('repro')} --replay <file> judges one again`,
      ),
    )
    .addOption(
      new Option(
        '--save-timelines-of <which>',
        'the scenarios whose timelines are saved: those that fail, without or with the known failures, or all',
      )
        .choices(SAVED_WHICH)
        .default('failed'),
    )
    .addOption(
      new Option(
        '--all-evidence',
        'print every failure in full, also where the gateway is plainly of another edition than the stated one',
      ).default(false),
    )
}
