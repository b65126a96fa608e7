import { Command, Option } from 'commander'
import type { Edition } from '../../../contract/index.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import {
  addTargetOptions,
  checkTargetOptions,
  edition,
  isNamed,
  type TargetOptions,
} from '../../options/gateway-target.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, PROBE_EXITS, withNotes } from '../../options/help-notes.ts'
import { parsed } from '../../options/parse.ts'
import { seconds } from '../../options/run.ts'

/** Long for a gateway that answers, short enough for one that loses much; seconds. */
const DEFAULT_WAIT_LIMIT = 1

/** What the caller of the probe said. */
export interface ProbeOptions extends TargetOptions {
  /** Of the bundled reference gateway. */
  readonly edition?: Edition
  /** Of the bundled reference gateway. */
  readonly cors: boolean
  readonly json: boolean
  /** Seconds. */
  readonly waitLimit: number
}

/**
 * @returns `'shown'` when help was asked for and printed
 * @throws ConfigurationError
 */
export function parseProbeCommandLine(args: readonly string[]): ProbeOptions | 'shown' {
  const options = parsed<ProbeOptions>(
    withNotes(probeCommand(), EDITIONS_NOTE, FAULTS_NOTE, PROBE_EXITS),
    args,
    'probe',
  )
  if (options === 'shown') return options
  checkTargetOptions(options)
  if (isNamed(options) && (options.edition !== undefined || options.cors)) {
    throw new ConfigurationError(
      '--edition and --cors choose what the bundled reference gateway plays; what a gateway of yours is, the probe finds out.',
    )
  }
  return options
}

/** Its flags, for whoever asks for them. */
export function probeCommand(): Command {
  const command = new Command('probe').description(
    'Looks at what an SSE gateway can do, and says which edition of the contract that is. It judges nothing.',
  )
  return addTargetOptions(command)
    .addOption(
      new Option(
        '--edition <edition>',
        'what the bundled reference gateway plays (default: callback-events)',
      ).argParser(edition),
    )
    .addOption(
      new Option('--cors', 'let the bundled reference gateway answer pages of other origins').default(false),
    )
    .addOption(new Option('--json', 'answer for machines').default(false))
    .addOption(
      new Option('--wait-limit <seconds>', 'the bound of every wait')
        .argParser(seconds)
        .default(DEFAULT_WAIT_LIMIT),
    )
}
