import { Argument, Command, Option } from 'commander'
import { ConfigurationError } from '../../../util/errors.ts'
import { addGatewayOptions, checkGatewayOptions, type GatewayOptions } from '../../options/gateway.ts'
import { EDITIONS_NOTE, FAULTS_NOTE, REPRO_EXITS, withNotes } from '../../options/help-notes.ts'
import { npmRun } from '../../options/npm-run.ts'
import { parsed } from '../../options/parse.ts'
import { timesUpTo, waitLimitOption } from '../../options/run.ts'

/** What the caller of repro said, syntactically checked. */
export interface ReproOptions extends GatewayOptions {
  /** What names the scenario; nothing where a saved timeline is judged. */
  readonly scenario: string
  /** Everything goes on running at the last moment. */
  readonly hold: boolean
  /** How often it is played; once, or without an end where it is to fail, when left out. */
  readonly repeat?: number
  readonly untilFail: boolean
  /** Seconds. */
  readonly waitLimit: number
  /** Where the timeline is written. */
  readonly save?: string
  /** What crossed the wires is shown byte for byte. */
  readonly wire: boolean
  /** A saved timeline to be judged instead of playing anything. */
  readonly replay?: string
}

const MAX_TIMES = 1_000_000

/**
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseReproCommandLine(args: readonly string[], version: string): ReproOptions | 'shown' {
  const command = withNotes(reproCommand(), EDITIONS_NOTE, FAULTS_NOTE, REPRO_EXITS).version(
    version,
    '--version',
    'show the version and stop',
  )
  const options = parsed<Omit<ReproOptions, 'scenario'>>(command, args, 'repro')
  if (options === 'shown') return options
  const [scenario] = command.args
  if (options.replay !== undefined) return { ...options, scenario: nothingBeside(options.replay, args) }
  if (scenario === undefined) {
    throw new ConfigurationError(
      'Which scenario? Give a clause, a scenario or a scenario file, such as connection-open; see ' +
        `${npmRun('repro')} --help.`,
    )
  }
  checkGatewayOptions(options)
  return { ...options, scenario }
}

/** A saved timeline says itself what was played on whom. @throws ConfigurationError */
function nothingBeside(file: string, args: readonly string[]): string {
  const beside = args.find(arg => arg !== file && !/^--(?:replay(=|$)|wire$)/.test(arg))
  if (beside === undefined) return ''
  throw new ConfigurationError(
    `--replay judges what is saved in a file and plays nothing, so that ${beside} has no place beside it; leave it out.`,
  )
}

/** Its flags, for whoever asks for them. */
export function reproCommand(): Command {
  const command = addPlayOptions(new Command('repro'))
    .description(
      'Plays one scenario alone and prints what crosses the wires as it happens, then the verdict and the commands ' +
        'that replay the decisive exchange by hand.',
    )
    .addArgument(
      new Argument(
        '[scenario]',
        'a clause (the first of its scenarios), a scenario by its name ("clause: variant"), a scenario file, ' +
          'or a short name of one (task/connect, connection-open)',
      ),
    )
    .addOption(
      new Option(
        '--hold',
        'keep everything running at the last moment, whether it failed or not, until Ctrl-C; of many plays, the first that fails',
      ).default(false),
    )
    .addOption(
      new Option('--replay <file>', 'judge a saved timeline again, without playing or starting anything'),
    )
  return addGatewayOptions(command)
}

/** Adds the options that say how often a scenario is played, and what is kept and shown of it. */
export function addPlayOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--repeat <times>', 'play it so often and tell how often it fails').argParser(
        timesUpTo(MAX_TIMES),
      ),
    )
    .addOption(new Option('--until-fail', 'play it until it fails, at most --repeat times').default(false))
    .addOption(waitLimitOption())
    .addOption(
      new Option(
        '--save <file>',
        'write the timeline to a file; of many plays, that of the first that fails',
      ),
    )
    .addOption(
      new Option(
        '--wire',
        'show the bodies that crossed the wires byte for byte, escaped, behind the verdict; also with --replay',
      ).default(false),
    )
}
