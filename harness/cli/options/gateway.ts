import { type Command, InvalidArgumentError, Option } from 'commander'
import { NETWORK_FAULTS, type NetworkFaultName } from '../../../fixtures/faults/network.ts'
import { type Capabilities, capabilitiesOf, DEFAULT_EDITION, type Edition } from '../../contract/index.ts'
import { addBackendOptions, type BackendOptions, backendFlags, checkBackendOptions } from './backend.ts'
import { noSuch } from './choice.ts'
import {
  addTargetOptions,
  checkTargetOptions,
  edition,
  type TargetOptions,
  targetFlags,
} from './gateway-target.ts'
import { npmRun } from './npm-run.ts'

/** What the caller of a program said of the gateway that is judged, and of what is around it. */
export interface GatewayOptions extends TargetOptions, BackendOptions {
  readonly edition: Edition
  /** The gateway has this capability besides those of its edition. */
  readonly cors: boolean
  /** Clients reach the gateway over a tap. */
  readonly tapClients: boolean
  /** How the network between the parties misbehaves. */
  readonly networkFault: readonly NetworkFaultName[]
}

/** What the caller states of the gateway: its edition, and what it can besides. */
export function requestedCapabilities({
  edition,
  cors,
}: Pick<GatewayOptions, 'edition' | 'cors'>): Capabilities {
  return { ...capabilitiesOf(edition), ...(cors ? { crossOrigin: true } : {}) }
}

/** Adds the options that say which gateway is judged, by which edition, and what is around it. */
export function addGatewayOptions(command: Command): Command {
  return addBackendOptions(addTargetOptions(command))
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
      new Option(
        '--network-fault <name>',
        'break the wire between two of the parties: client-, callback- or send- with cut, reset, hold, delay or single-bytes; may be repeated',
      )
        .argParser(networkFaults)
        .default([], 'none'),
    )
}

/** @throws ConfigurationError for options that contradict each other */
export function checkGatewayOptions(options: GatewayOptions): void {
  checkTargetOptions(options)
  checkBackendOptions(options)
}

/** The flags that name the same gateway and what is around it again; what may be secret is a variable of the shell. */
export function gatewayFlags(options: GatewayOptions): string[] {
  const { edition, cors } = options
  return [
    ...targetFlags(options),
    ...backendFlags(options),
    ...(options.tapClients ? ['--tap-clients'] : []),
    ...options.networkFault.map(name => `--network-fault ${name}`),
    ...(edition === DEFAULT_EDITION ? [] : [`--edition ${edition}`]),
    ...(cors ? ['--cors'] : []),
  ]
}

function networkFaults(text: string, earlier: readonly NetworkFaultName[]): readonly NetworkFaultName[] {
  const names = Object.keys(NETWORK_FAULTS) as NetworkFaultName[]
  const found = names.find(name => name === text)
  if (found !== undefined) return [...earlier, found]
  throw new InvalidArgumentError(
    noSuch('network fault', text, names, `${npmRun('faults')} --list --only network`),
  )
}
