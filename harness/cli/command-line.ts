import { Command, InvalidArgumentError, Option } from 'commander'
import { NETWORK_FAULTS, type NetworkFaultName } from '../../fixtures/faults/network.ts'
import { type Capabilities, capabilitiesOf, DEFAULT_EDITION, type Edition } from '../contract/index.ts'
import { didYouMean } from '../report/closest.ts'
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
  /** Clients reach the gateway over a tap. */
  readonly tapClients: boolean
  /** How the network between the parties misbehaves. */
  readonly networkFault: readonly NetworkFaultName[]
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
    .addOption(
      new Option('--tap-clients', 'lead clients over a tap too: what it saw is part of the evidence').default(
        false,
      ),
    )
    .addOption(
      new Option('--network-fault <name>', 'break the wire between two of the parties; may be repeated')
        .argParser(networkFaults)
        .default([], 'none'),
    )
  return addJudgingOptions(command, 'the clauses of the edition')
}

function networkFaults(text: string, earlier: readonly NetworkFaultName[]): readonly NetworkFaultName[] {
  const names = Object.keys(NETWORK_FAULTS) as NetworkFaultName[]
  const found = names.find(name => name === text)
  if (found !== undefined) return [...earlier, found]
  throw new InvalidArgumentError(
    `There is no such network fault${didYouMean(text, names)}; there is ${names.join(', ')}.`,
  )
}
