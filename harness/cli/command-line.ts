import { Command, Option } from 'commander'
import { type Capabilities, capabilitiesOf, DEFAULT_EDITION, type Edition } from '../contract/index.ts'
import { addBackendOptions, type BackendOptions, checkBackendOptions } from './backend-options.ts'
import { addJudgingOptions, type JudgingOptions } from './judging-options.ts'
import {
  addTargetOptions,
  checkTargetOptions,
  edition,
  parsed,
  type TargetOptions,
} from './target-options.ts'

/** What the caller of the gate said, syntactically checked. */
export interface GateOptions extends TargetOptions, BackendOptions, JudgingOptions {
  readonly edition: Edition
  /** The gateway has this capability besides those of its edition. */
  readonly cors: boolean
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
  addBackendOptions(addTargetOptions(command))
    .addOption(
      new Option('--edition <edition>', 'the edition of the contract')
        .argParser(edition)
        .default(DEFAULT_EDITION),
    )
    .addOption(new Option('--cors', 'the gateway also answers pages of other origins').default(false))
  return addJudgingOptions(command, 'the clauses of the edition')
}
