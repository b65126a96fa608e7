import { type Command, InvalidArgumentError, Option } from 'commander'
import { ConfigurationError } from '../failure.ts'
import { didYouMean } from '../report/closest.ts'
import { printable } from '../verdict/index.ts'
import { appended, DEFAULT_READY_WITHIN, pair, port, seconds, shellWord } from './target-options.ts'

/** How the caller of a program named the backend. */
export interface BackendOptions {
  readonly backend?: 'mock' | 'flask'
  readonly backendCommand?: string
  readonly backendUrl?: string
  readonly sendPort?: number
  readonly backendEnv: Readonly<Record<string, string>>
  readonly backendPython?: string
  /** Of the bundled Flask application. */
  readonly backendFault: readonly string[]
  /** Seconds. */
  readonly backendReadyWithin: number
}

const BUNDLED = ['mock', 'flask'] as const

/** Adds the options that say which backend is meant. */
export function addBackendOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--backend <mock|flask>',
        'who plays the backend: ours, or the bundled Flask application (default: mock)',
      ).argParser(bundled),
    )
    .addOption(
      new Option(
        '--backend-command <command>',
        'a shell command that starts a backend; {port}, {gatewayUrl} and {secret} are filled in',
      ),
    )
    .addOption(new Option('--backend-url <url>', 'a backend that already runs; needs --send-port'))
    .addOption(
      new Option(
        '--send-port <port>',
        'the port that the running backend has in its SSE_GATEWAY_URL, with --backend-url',
      ).argParser(port),
    )
    .addOption(
      new Option('--backend-env <KEY=VALUE>', "set in the backend's environment; may be repeated")
        .argParser(pair)
        .default({}, 'none'),
    )
    .addOption(
      new Option('--backend-python <path>', 'the Python of the Flask application (default: python3)'),
    )
    .addOption(
      new Option('--backend-fault <name>', 'break the bundled Flask application; may be repeated')
        .argParser(appended)
        .default([], 'none'),
    )
    .addOption(
      new Option('--backend-ready-within <seconds>', 'how long the backend may take to start')
        .argParser(seconds)
        .default(DEFAULT_READY_WITHIN),
    )
}

/** @throws ConfigurationError for options that contradict each other */
export function checkBackendOptions(options: BackendOptions): void {
  const { backend, backendCommand, backendUrl, sendPort, backendEnv, backendPython, backendFault } = options
  const named = [
    ...(backend === undefined ? [] : [`--backend ${backend}`]),
    ...(backendCommand === undefined ? [] : ['--backend-command']),
    ...(backendUrl === undefined ? [] : ['--backend-url']),
  ]
  if (named.length > 1) {
    throw new ConfigurationError(
      `More than one backend is named (${named.join(', ')}); give one of --backend, --backend-command and --backend-url.`,
    )
  }
  if (backendUrl !== undefined && sendPort === undefined) {
    throw new ConfigurationError(
      '--backend-url needs --send-port: the port that the running backend has in its SSE_GATEWAY_URL, for us to listen on and lead to the gateway.',
    )
  }
  if (sendPort !== undefined && backendUrl === undefined) {
    throw new ConfigurationError(
      '--send-port goes with --backend-url; a backend that we start is told the port we found.',
    )
  }
  const starts = backendCommand !== undefined || backend === 'flask'
  if (!starts && Object.keys(backendEnv).length > 0) {
    throw new ConfigurationError(
      '--backend-env is for a backend that we start; give --backend flask or --backend-command with it.',
    )
  }
  if (backend !== 'flask' && (backendPython !== undefined || backendFault.length > 0)) {
    throw new ConfigurationError(
      `${backendPython === undefined ? '--backend-fault' : '--backend-python'} is about the bundled Flask application; give --backend flask with it.`,
    )
  }
}

/** The flags that name the same backend again; what may be secret is left out. */
export function backendFlags(options: BackendOptions): string[] {
  const { backend, backendCommand, backendUrl, sendPort, backendEnv, backendPython, backendReadyWithin } =
    options
  const flags: [string, string | number | undefined][] = [
    ['--backend', backend],
    ['--backend-command', backendCommand],
    ['--backend-url', backendUrl],
    ['--send-port', sendPort],
    ...Object.keys(backendEnv).map((name): [string, string] => ['--backend-env', `${name}=…`]),
    ['--backend-python', backendPython],
    ...options.backendFault.map((name): [string, string] => ['--backend-fault', name]),
    ['--backend-ready-within', backendReadyWithin === DEFAULT_READY_WITHIN ? undefined : backendReadyWithin],
  ]
  return flags.flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag} ${shellWord(printable(String(value)))}`],
  )
}

function bundled(text: string): 'mock' | 'flask' {
  const found = BUNDLED.find(name => name === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(
    `There is no such backend${didYouMean(text, BUNDLED)}; there is mock and flask, and --backend-command for yours.`,
  )
}
