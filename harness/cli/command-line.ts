import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { FAULTS } from '../../fixtures/reference-gateway/faults.ts'
import {
  type Capabilities,
  capabilitiesOf,
  DEFAULT_EDITION,
  EDITIONS,
  type Edition,
  isEdition,
} from '../contract/index.ts'
import { ConfigurationError } from '../failure.ts'
import { didYouMean } from '../report/index.ts'

/** Seconds. */
export const DEFAULT_WAIT_LIMIT = 5
/** Seconds. */
export const DEFAULT_READY_WITHIN = 15

/** What the caller of the gate said, syntactically checked. */
export interface GateOptions {
  readonly gateway?: string
  readonly gatewayCommand?: string
  readonly gatewayUrl?: string
  readonly gatewayNode?: string
  readonly gatewayEnv: Readonly<Record<string, string>>
  readonly callbackHost?: string
  readonly callbackPort?: number
  readonly edition: Edition
  /** The gateway has this capability besides those of its edition. */
  readonly cors: boolean
  readonly only: readonly string[]
  readonly fault: readonly string[]
  readonly list: boolean
  readonly fast: boolean
  readonly knownFailures?: string
  readonly out?: string
  /** Seconds. */
  readonly waitLimit: number
  /** Seconds. */
  readonly readyWithin: number
}

/** What the caller states of the gateway: its edition, and what it can besides. */
export function statedCapabilities({ edition, cors }: Pick<GateOptions, 'edition' | 'cors'>): Capabilities {
  return { ...capabilitiesOf(edition), ...(cors ? { crossOrigin: true } : {}) }
}

/** @returns `'shown'` when help or the version was asked for and printed */
export function parseCommandLine(args: readonly string[], version: string): GateOptions | 'shown' {
  const command = gateCommand().version(version, '--version', 'show the version and stop')
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 'shown'
    throw new ConfigurationError(
      `${error.message
        .replace(/^error: /, '')
        .replace(/\n/g, ' ')
        .replace(/\.$/, '')}; see npm run gate -- --help.`,
    )
  }
  const options = command.opts<GateOptions>()
  if (
    options.fault.length > 0 &&
    (options.gateway ?? options.gatewayCommand ?? options.gatewayUrl) !== undefined
  ) {
    throw new ConfigurationError(
      '--fault breaks the bundled reference gateway; it cannot be given together with a gateway of yours.',
    )
  }
  if (options.callbackPort !== undefined && options.gatewayUrl === undefined) {
    throw new ConfigurationError(
      '--callback-port goes with --gateway-url; a gateway that we start is told the port we found.',
    )
  }
  if (
    options.gatewayUrl !== undefined &&
    (options.gatewayNode !== undefined || Object.keys(options.gatewayEnv).length > 0)
  ) {
    throw new ConfigurationError(
      '--gateway-node and --gateway-env are for a gateway that we start; the one at --gateway-url runs already.',
    )
  }
  if (options.gatewayUrl !== undefined && options.callbackPort === undefined) {
    throw new ConfigurationError(
      '--gateway-url needs --callback-port: the port that the running gateway has in its CALLBACK_URL, for our backend to listen on.',
    )
  }
  return options
}

function gateCommand(): Command {
  return new Command('gate')
    .description('Says whether an SSE gateway conforms to the contract, and at whose door each failure lies.')
    .addOption(
      new Option(
        '--gateway <path|package>',
        'a directory with a built checkout, an entry file, or an installed package',
      ),
    )
    .addOption(
      new Option(
        '--gateway-command <command>',
        'a shell command that starts a gateway; {port} and {callbackUrl} are filled in',
      ),
    )
    .addOption(new Option('--gateway-url <url>', 'a gateway that already runs; needs --callback-port'))
    .addOption(
      new Option(
        '--gateway-node <path>',
        'the Node.js that runs the gateway (default: the one on your PATH)',
      ),
    )
    .addOption(
      new Option('--gateway-env <KEY=VALUE>', "set in the gateway's environment; may be repeated")
        .argParser(pair)
        .default({}, 'none'),
    )
    .addOption(
      new Option('--callback-host <host>', 'where our backend listens and is reached (default: 127.0.0.1)'),
    )
    .addOption(
      new Option('--callback-port <port>', 'the port our backend listens on, with --gateway-url').argParser(
        port,
      ),
    )
    .addOption(
      new Option('--edition <edition>', 'the edition of the contract')
        .argParser(edition)
        .default(DEFAULT_EDITION),
    )
    .addOption(new Option('--cors', 'the gateway also answers pages of other origins').default(false))
    .addOption(
      new Option('--only <clause|area|file>', 'judge these alone; may be repeated')
        .argParser(list)
        .default([], 'everything'),
    )
    .addOption(new Option('--fast', 'leave out the clauses whose contract is time itself').default(false))
    .addOption(new Option('--list', 'show the clauses of the edition and stop').default(false))
    .addOption(new Option('--known-failures <file>', 'clauses that may fail, with reasons (YAML)'))
    .addOption(new Option('--out <directory>', 'write result.json and junit.xml there'))
    .addOption(
      new Option('--fault <name>', 'break the bundled reference gateway; may be repeated')
        .argParser(faults)
        .default([], 'none'),
    )
    .addOption(
      new Option('--wait-limit <seconds>', 'the bound of every wait')
        .argParser(seconds)
        .default(DEFAULT_WAIT_LIMIT),
    )
    .addOption(
      new Option('--ready-within <seconds>', 'how long the gateway may take to start')
        .argParser(seconds)
        .default(15),
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
}

function pair(text: string, earlier: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Expected KEY=VALUE.')
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) }
}

function list(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text]
}

function faults(text: string, earlier: readonly string[]): readonly string[] {
  if (!Object.hasOwn(FAULTS, text)) {
    throw new InvalidArgumentError(`There is no such fault${didYouMean(text, Object.keys(FAULTS))}.`)
  }
  return [...earlier, text]
}

function edition(text: string): Edition {
  if (isEdition(text)) return text
  throw new InvalidArgumentError(
    `There is no such edition${didYouMean(text, EDITIONS)}; there is ${EDITIONS.join(', ')}.`,
  )
}

function port(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('Expected a port from 1 to 65535.')
  }
  return value
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 600))
    throw new InvalidArgumentError('Expected seconds, more than 0 and at most 600.')
  return value
}
