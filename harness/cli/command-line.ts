import { Command, Option } from 'commander'
import { type Capabilities, capabilitiesOf, DEFAULT_EDITION, type Edition } from '../contract/index.ts'
import { addBackendOptions, type BackendOptions, checkBackendOptions } from './backend-options.ts'
import {
  addTargetOptions,
  appended,
  checkTargetOptions,
  edition,
  parsed,
  seconds,
  type TargetOptions,
} from './target-options.ts'

/** Seconds. */
export const DEFAULT_WAIT_LIMIT = 5

/** What the caller of the gate said, syntactically checked. */
export interface GateOptions extends TargetOptions, BackendOptions {
  readonly edition: Edition
  /** The gateway has this capability besides those of its edition. */
  readonly cors: boolean
  readonly only: readonly string[]
  readonly list: boolean
  readonly fast: boolean
  /** A SHOULD clause that fails has failed, and is not only warned of. */
  readonly strict: boolean
  readonly knownFailures?: string
  /** Where a list of everything that fails is drafted. */
  readonly writeKnownFailures?: string
  readonly out?: string
  /** Seconds. */
  readonly waitLimit: number
}

/** What the caller states of the gateway: its edition, and what it can besides. */
export function statedCapabilities({ edition, cors }: Pick<GateOptions, 'edition' | 'cors'>): Capabilities {
  return { ...capabilitiesOf(edition), ...(cors ? { crossOrigin: true } : {}) }
}

/**
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseCommandLine(args: readonly string[], version: string): GateOptions | 'shown' {
  const command = gateCommand().version(version, '--version', 'show the version and stop')
  const options = parsed<GateOptions>(command, args, 'gate')
  if (options !== 'shown') {
    checkTargetOptions(options)
    checkBackendOptions(options)
  }
  return options
}

function gateCommand(): Command {
  const command = new Command('gate').description(
    'Says whether an SSE gateway conforms to the contract, and at whose door each failure lies.',
  )
  return addBackendOptions(addTargetOptions(command))
    .addOption(
      new Option('--edition <edition>', 'the edition of the contract')
        .argParser(edition)
        .default(DEFAULT_EDITION),
    )
    .addOption(new Option('--cors', 'the gateway also answers pages of other origins').default(false))
    .addOption(
      new Option('--only <clause|area|file>', 'judge these alone; may be repeated')
        .argParser(appended)
        .default([], 'everything'),
    )
    .addOption(new Option('--fast', 'leave out the clauses whose contract is time itself').default(false))
    .addOption(new Option('--strict', 'let a SHOULD clause that fails count like a MUST').default(false))
    .addOption(new Option('--list', 'show the clauses of the edition and stop').default(false))
    .addOption(new Option('--known-failures <file>', 'clauses that may fail, with reasons (YAML)'))
    .addOption(
      new Option(
        '--write-known-failures <file>',
        'draft such a list of all that fails; it may replace the one given, and no other file',
      ),
    )
    .addOption(new Option('--out <directory>', 'write result.json and junit.xml there'))
    .addOption(
      new Option('--wait-limit <seconds>', 'the bound of every wait')
        .argParser(seconds)
        .default(DEFAULT_WAIT_LIMIT),
    )
}
