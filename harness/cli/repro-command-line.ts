import { Argument, Command, Option } from 'commander'
import { ConfigurationError } from '../failure.ts'
import { addGatewayOptions, checkGatewayOptions, type GatewayOptions } from './gateway-options.ts'
import { timesUpTo, waitLimitOption } from './judging-options.ts'
import { parsed } from './target-options.ts'

/** What the caller of repro said, syntactically checked. */
export interface ReproOptions extends GatewayOptions {
  /** What names the scenario. */
  readonly scenario: string
  /** Everything goes on running at the last moment. */
  readonly hold: boolean
  /** How often it is played; once, or without an end where it is to fail, when left out. */
  readonly repeat?: number
  readonly untilFail: boolean
  /** Seconds. */
  readonly waitLimit: number
}

const MOST_TIMES = 1_000_000

/**
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseReproCommandLine(args: readonly string[], version: string): ReproOptions | 'shown' {
  const command = reproCommand().version(version, '--version', 'show the version and stop')
  const options = parsed<Omit<ReproOptions, 'scenario'>>(command, args, 'repro')
  if (options === 'shown') return options
  const [scenario] = command.args
  if (scenario === undefined) {
    throw new ConfigurationError(
      'Which scenario? Give a clause, a scenario or a scenario file, such as connection-open; see npm run repro -- --help.',
    )
  }
  checkGatewayOptions(options)
  return { ...options, scenario }
}

function reproCommand(): Command {
  const command = new Command('repro')
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
      new Option('--repeat <times>', 'play it so often and tell how often it fails').argParser(
        timesUpTo(MOST_TIMES),
      ),
    )
    .addOption(new Option('--until-fail', 'play it until it fails, at most --repeat times').default(false))
    .addOption(waitLimitOption())
  return addGatewayOptions(command)
}
