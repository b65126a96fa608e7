import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type BackendChoice,
  BUNDLED_BACKENDS,
  type BundledBackend,
  flaskFaults,
} from '../backend/running/index.ts'
import { ConfigurationError } from '../failure.ts'
import { didYouMean } from '../report/closest.ts'
import { flagWords, pair, port, seconds } from './target-options.ts'

/** How the caller of a program named the backend, and where we listen for it. */
export interface BackendOptions extends Omit<BackendChoice, 'workingDirectory' | 'environment' | 'tell'> {
  /** Seconds. */
  readonly backendReadyWithin: number
  /** Where we listen for the sends of a backend that already runs. */
  readonly sendPort?: number
}

/** Seconds. */
export const DEFAULT_BACKEND_READY_WITHIN = 15

/** Adds the options that say which backend plays. */
export function addBackendOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--backend <mock|flask>',
        'the backend that plays: the mock one (default), or the bundled Flask application',
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
        'the port we listen on for the sends of the backend at --backend-url',
      ).argParser(port),
    )
    .addOption(
      new Option('--backend-env <KEY=VALUE>', "set in the backend's environment; may be repeated")
        .argParser(pair)
        .default({}, 'none'),
    )
    .addOption(
      new Option(
        '--backend-python <path>',
        'the Python that runs the Flask backend (default: python3 on your PATH)',
      ),
    )
    .addOption(
      new Option('--backend-fault <name>', 'break the bundled Flask backend; may be repeated')
        .argParser(faults)
        .default([], 'none'),
    )
    .addOption(
      new Option('--backend-ready-within <seconds>', 'how long the backend may take to start')
        .argParser(seconds)
        .default(DEFAULT_BACKEND_READY_WITHIN),
    )
}

/** @throws ConfigurationError for options that contradict each other */
export function checkBackendOptions(options: BackendOptions): void {
  const named = namesOf(options)
  if (named.length > 1) {
    throw new ConfigurationError(
      `More than one backend is named (${named.join(', ')}); give one of --backend, --backend-command and --backend-url.`,
    )
  }
  const contradiction = CONTRADICTIONS.find(({ holds }) => holds(options))
  if (contradiction !== undefined) throw new ConfigurationError(contradiction.sentence)
}

interface Contradiction {
  readonly holds: (options: BackendOptions) => boolean
  readonly sentence: string
}

const CONTRADICTIONS: readonly Contradiction[] = [
  {
    holds: ({ backendUrl, sendPort }) => backendUrl !== undefined && sendPort === undefined,
    sentence:
      '--backend-url needs --send-port: the port that the running backend has in its SSE_GATEWAY_URL, for us to listen on.',
  },
  {
    holds: ({ backendUrl, sendPort }) => sendPort !== undefined && backendUrl === undefined,
    sentence: '--send-port goes with --backend-url; a backend that we start is told where to send.',
  },
  {
    holds: options => hasSettings(options) && options.backendUrl !== undefined,
    sentence: '--backend-env is for a backend that we start; the one at --backend-url runs already.',
  },
  {
    holds: options => hasSettings(options) && !isProgram(options),
    sentence:
      '--backend-env is for a backend that we start; give --backend flask or --backend-command with it.',
  },
  {
    holds: ({ backendEnv }) => Object.hasOwn(backendEnv, 'PORT'),
    sentence: '--backend-env cannot set PORT; a backend that we start is told the port we found.',
  },
  {
    holds: ({ backend, backendPython }) => backendPython !== undefined && backend !== 'flask',
    sentence: '--backend-python goes with --backend flask; any other backend brings its own.',
  },
  {
    holds: ({ backend, backendFault }) => backendFault.length > 0 && backend !== 'flask',
    sentence: '--backend-fault breaks the bundled Flask backend; give --backend flask with it.',
  },
  {
    holds: ({ backendEnv, backendFault }) =>
      backendFault.length > 0 && Object.hasOwn(backendEnv, 'SSE_BACKEND_FAULTS'),
    sentence:
      '--backend-fault and --backend-env SSE_BACKEND_FAULTS say the same thing twice; give one of them.',
  },
  {
    holds: options =>
      options.backendReadyWithin !== DEFAULT_BACKEND_READY_WITHIN &&
      !isProgram(options) &&
      options.backendUrl === undefined,
    sentence: '--backend-ready-within is for a backend that runs beside us; the mock one is ready at once.',
  },
]

/** The flags that name the same backend again; what may be secret is left out. */
export function backendFlags(options: BackendOptions): string[] {
  const { backend, backendCommand, backendUrl, sendPort, backendEnv, backendPython, backendFault } = options
  const { backendReadyWithin } = options
  return flagWords([
    ['--backend', backend],
    ['--backend-command', backendCommand],
    ['--backend-url', backendUrl],
    ['--send-port', sendPort],
    ['--backend-python', backendPython],
    ...Object.keys(backendEnv).map(name => ['--backend-env', `${name}=…`] as const),
    ...backendFault.map(name => ['--backend-fault', name] as const),
    [
      '--backend-ready-within',
      backendReadyWithin === DEFAULT_BACKEND_READY_WITHIN ? undefined : backendReadyWithin,
    ],
  ])
}

function namesOf({ backend, backendCommand, backendUrl }: BackendOptions): string[] {
  return [backend, backendCommand, backendUrl].filter(name => name !== undefined)
}

function isProgram({ backend, backendCommand }: BackendOptions): boolean {
  return backend === 'flask' || backendCommand !== undefined
}

function hasSettings({ backendEnv }: BackendOptions): boolean {
  return Object.keys(backendEnv).length > 0
}

function bundled(text: string): BundledBackend {
  const found = BUNDLED_BACKENDS.find(name => name === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(
    `There is no such backend${didYouMean(text, BUNDLED_BACKENDS)}; there is ${BUNDLED_BACKENDS.join(' and ')}, ` +
      'and --backend-command and --backend-url name one of yours.',
  )
}

function faults(text: string, earlier: readonly string[]): readonly string[] {
  const known = flaskFaults()
  if (known.includes(text)) return [...earlier, text]
  throw new InvalidArgumentError(
    `There is no such fault of the Flask backend${didYouMean(text, known)}; there is ${known.join(', ')}.`,
  )
}
