import { Command, Option } from 'commander'
import { addGatewayOptions, checkGatewayOptions, type GatewayOptions } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, JUDGING_EXITS, withNotes } from '../../options/help-notes.ts'
import { parsed } from '../../options/parse.ts'
import { addJudgingOptions, type JudgingOptions } from '../../options/run.ts'
import { addTimelineOptions, checkTimelineOptions, type TimelineOptions } from '../../options/timelines.ts'

/** What the caller of the gate said, syntactically checked. */
export interface GateCommandOptions extends GatewayOptions, JudgingOptions, TimelineOptions {
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
  checkTimelineOptions(options)
  return options
}

/** Its flags, for whoever asks for them. */
export function gateCommand(): Command {
  const command = new Command('gate').description(
    'Says whether an SSE gateway conforms to the contract, and at whose door each failure lies.',
  )
  return addTimelineOptions(
    addJudgingOptions(addGatewayOptions(command), 'the clauses of the edition'),
  ).addOption(
    new Option(
      '--all-evidence',
      'print every failure in full, also where the gateway is plainly of another edition than the stated one',
    ).default(false),
  )
}
