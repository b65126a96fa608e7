import { type Command, InvalidArgumentError, Option } from 'commander'
import { GATEWAY_FAULTS, isGatewayFault } from '../../../fixtures/faults/gateway.ts'
import { EDITIONS, type Edition, isEdition } from '../../contract/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { noSuch } from './choice.ts'
import { npmRun } from './npm-run.ts'
import { seconds } from './run.ts'
import { flagWords, settingWords } from './shell-words.ts'

/** How the caller of a program named the gateway, and where our backend is. */
export interface TargetOptions {
  readonly gateway?: string
  readonly gatewayCommand?: string
  readonly gatewayUrl?: string
  readonly gatewayNode?: string
  readonly gatewayEnv: Readonly<Record<string, string>>
  readonly callbackHost?: string
  readonly callbackPort?: number
  /** Of the bundled reference gateway. */
  readonly fault: readonly string[]
  /** Seconds. */
  readonly readyWithin: number
}

/** Seconds. */
const DEFAULT_READY_WITHIN = 15

const TOLD_BY_US = ['PORT', 'CALLBACK_URL', 'HEARTBEAT_INTERVAL_SECONDS'] as const

/** Adds the options that say which gateway is meant. */
export function addTargetOptions(command: Command): Command {
  return command
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
      new Option('--fault <name>', 'break the bundled reference gateway; may be repeated')
        .argParser(faults)
        .default([], 'none'),
    )
    .addOption(
      new Option('--ready-within <seconds>', 'how long the gateway may take to start')
        .argParser(seconds)
        .default(DEFAULT_READY_WITHIN),
    )
}

/** Whether the gateway is the caller's, and not the bundled one. */
export function isNamed({ gateway, gatewayCommand, gatewayUrl }: TargetOptions): boolean {
  return (gateway ?? gatewayCommand ?? gatewayUrl) !== undefined
}

/** @throws ConfigurationError for options that contradict each other */
export function checkTargetOptions(options: TargetOptions): void {
  const { callbackPort, fault, gateway, gatewayEnv, gatewayNode, gatewayUrl } = options
  if (fault.length > 0 && isNamed(options)) {
    throw new ConfigurationError(
      '--fault breaks the bundled reference gateway; it cannot be given together with a gateway of yours.',
    )
  }
  if (gatewayNode !== undefined && gateway === undefined && gatewayUrl === undefined) {
    throw new ConfigurationError(
      '--gateway-node goes with --gateway: the bundled gateway has its own Node.js, and a command says what runs it.',
    )
  }
  if (callbackPort !== undefined && gatewayUrl === undefined) {
    throw new ConfigurationError(
      '--callback-port goes with --gateway-url; a gateway that we start is told the port we found.',
    )
  }
  if (gatewayUrl !== undefined && (gatewayNode !== undefined || Object.keys(gatewayEnv).length > 0)) {
    throw new ConfigurationError(
      '--gateway-node and --gateway-env are for a gateway that we start; the one at --gateway-url runs already.',
    )
  }
  const ours = TOLD_BY_US.find(name => Object.hasOwn(gatewayEnv, name))
  if (ours !== undefined) {
    throw new ConfigurationError(
      `--gateway-env cannot set ${ours}; a gateway that we start is told ${TOLD_BY_US.join(', ')} by this program.`,
    )
  }
  if (gatewayUrl !== undefined && callbackPort === undefined) {
    throw new ConfigurationError(
      '--gateway-url needs --callback-port: the port that the running gateway has in its CALLBACK_URL, for our backend to listen on.',
    )
  }
}

/** The flags that name the same gateway again; what may be secret is a variable of the shell. */
export function targetFlags(options: TargetOptions): string[] {
  const { gateway, gatewayCommand, gatewayUrl, gatewayNode, gatewayEnv, callbackHost, callbackPort } = options
  const flags: [string, string | number | undefined][] = [
    ['--gateway', gateway],
    ['--gateway-command', gatewayCommand],
    ['--gateway-url', gatewayUrl],
    ['--gateway-node', gatewayNode],
    ['--callback-host', callbackHost],
    ['--callback-port', callbackPort],
    ['--ready-within', options.readyWithin === DEFAULT_READY_WITHIN ? undefined : options.readyWithin],
    ...options.fault.map((name): [string, string] => ['--fault', name]),
  ]
  return [...flagWords(flags), ...settingWords('--gateway-env', gatewayEnv)]
}

export function edition(text: string): Edition {
  if (isEdition(text)) return text
  throw new InvalidArgumentError(noSuch('edition', text, EDITIONS))
}

export function pair(text: string, earlier: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Expected KEY=VALUE.')
  const [name, value] = [text.slice(0, at), text.slice(at + 1)]
  if (Object.hasOwn(earlier, name) && earlier[name] !== value) {
    throw new InvalidArgumentError(`${name} is set twice; set it once.`)
  }
  return { ...earlier, [name]: value }
}

function faults(text: string, earlier: readonly string[]): readonly string[] {
  if (!isGatewayFault(text)) {
    throw new InvalidArgumentError(
      noSuch('fault', text, Object.keys(GATEWAY_FAULTS), `${npmRun('faults')} --list --only gateway`),
    )
  }
  return [...earlier, text]
}

export function port(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('Expected a port from 1 to 65535.')
  }
  return value
}
