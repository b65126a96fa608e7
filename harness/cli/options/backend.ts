import { type Command, InvalidArgumentError, Option } from 'commander'
import { BUNDLED_BACKENDS, type BundledBackend, flaskFaults } from '../../backend/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { noSuch } from './choice.ts'
import { pair, port } from './gateway-target.ts'
import { npmRun } from './npm-run.ts'
import { seconds } from './run.ts'
import { flagWords, settingWords } from './shell-words.ts'

/** How the caller of a program named the backend. */
export interface BackendOptions {
  readonly backend?: BundledBackend
  readonly backendCommand?: string
  readonly backendUrl?: string
  readonly backendEnv: Readonly<Record<string, string>>
  readonly backendPython?: string
  /** Of the bundled Flask application. */
  readonly backendFault: readonly string[]
  /** Seconds. */
  readonly backendReadyWithin: number
  /** Where we listen for the sends of a backend that already runs. */
  readonly sendPort?: number
}

/** Seconds. */
const DEFAULT_BACKEND_READY_WITHIN = 15

/** What a program does with the mock backend, and what that can be told to do wrong. */
export interface MockUse {
  /** It runs beside us like any other, and so can be set up; else it plays inside the harness. */
  readonly isProgram: boolean
  readonly faults: readonly string[]
}

const INSIDE: MockUse = { isProgram: false, faults: [] }

/** Adds the options that say which backend plays. */
export function addBackendOptions(command: Command, mock: MockUse = INSIDE): Command {
  const breakable = mock.isProgram ? 'a bundled backend' : 'the bundled Flask backend'
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
      new Option('--backend-fault <name>', `break ${breakable}; may be repeated`)
        .argParser((text: string, earlier: readonly string[]) => faults(text, earlier, mock))
        .default([], 'none'),
    )
    .addOption(
      new Option('--backend-ready-within <seconds>', 'how long the backend may take to start')
        .argParser(seconds)
        .default(DEFAULT_BACKEND_READY_WITHIN),
    )
}

/** @throws ConfigurationError for options that contradict each other */
export function checkBackendOptions(options: BackendOptions, mock: MockUse = INSIDE): void {
  const named = namesOf(options)
  if (named.length > 1) {
    throw new ConfigurationError(
      `More than one backend is named (${named.join(', ')}); give one of --backend, --backend-command and --backend-url.`,
    )
  }
  const contradiction = CONTRADICTIONS.find(({ holds }) => holds(options, mock))
  if (contradiction !== undefined) throw new ConfigurationError(contradiction.sentence)
  const flask = options.backend === 'flask' ? flaskFaults() : mock.faults
  const foreign = options.backendFault.find(name => !flask.includes(name))
  if (foreign !== undefined) {
    const who = options.backend === 'flask' ? 'Flask' : 'mock'
    throw new ConfigurationError(
      `--backend-fault ${foreign}: ${noSuch(`fault of the ${who} backend`, foreign, flask, `${npmRun('faults')} --list --only ${options.backend === 'flask' ? 'flask' : 'backend'}`)}`,
    )
  }
}

interface Contradiction {
  readonly holds: (options: BackendOptions, mock: MockUse) => boolean
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
    holds: (options, mock) => hasSettings(options) && !isProgram(options, mock),
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
    holds: (options, mock) =>
      options.backendFault.length > 0 && !mock.isProgram && options.backend !== 'flask',
    sentence: '--backend-fault breaks the bundled Flask backend; give --backend flask with it.',
  },
  {
    holds: options =>
      options.backendFault.length > 0 && (options.backendCommand ?? options.backendUrl) !== undefined,
    sentence:
      '--backend-fault breaks a bundled backend; it cannot be given together with a backend of yours.',
  },
  {
    holds: ({ backendEnv, backendFault }) =>
      backendFault.length > 0 && Object.hasOwn(backendEnv, 'SSE_BACKEND_FAULTS'),
    sentence:
      '--backend-fault and --backend-env SSE_BACKEND_FAULTS say the same thing twice; give one of them.',
  },
  {
    holds: (options, mock) =>
      options.backendReadyWithin !== DEFAULT_BACKEND_READY_WITHIN &&
      !isProgram(options, mock) &&
      options.backendUrl === undefined,
    sentence: '--backend-ready-within is for a backend that runs beside us; the mock one is ready at once.',
  },
]

/** The flags that name the same backend again; what may be secret is a variable of the shell. */
export function backendFlags(options: BackendOptions): string[] {
  const { backend, backendCommand, backendUrl, sendPort, backendEnv, backendPython, backendFault } = options
  const { backendReadyWithin } = options
  const named = flagWords([
    ['--backend', backend],
    ['--backend-command', backendCommand],
    ['--backend-url', backendUrl],
    ['--send-port', sendPort],
    ['--backend-python', backendPython],
    ...backendFault.map(name => ['--backend-fault', name] as const),
    [
      '--backend-ready-within',
      backendReadyWithin === DEFAULT_BACKEND_READY_WITHIN ? undefined : backendReadyWithin,
    ],
  ])
  return [...named, ...settingWords('--backend-env', backendEnv)]
}

function namesOf({ backend, backendCommand, backendUrl }: BackendOptions): string[] {
  return [backend, backendCommand, backendUrl].filter(name => name !== undefined)
}

function isProgram({ backend, backendCommand, backendUrl }: BackendOptions, mock: MockUse): boolean {
  if (backend === 'flask' || backendCommand !== undefined) return true
  return mock.isProgram && backendUrl === undefined
}

function hasSettings({ backendEnv }: BackendOptions): boolean {
  return Object.keys(backendEnv).length > 0
}

function bundled(text: string): BundledBackend {
  const found = BUNDLED_BACKENDS.find(name => name === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(
    `${noSuch('backend', text, BUNDLED_BACKENDS)} --backend-command and --backend-url name one of yours.`,
  )
}

function faults(text: string, earlier: readonly string[], mock: MockUse): readonly string[] {
  const known = [...new Set([...flaskFaults(), ...mock.faults])]
  if (known.includes(text)) return [...earlier, text]
  const [what, place] = mock.isProgram ? ['a bundled backend', 'backend'] : ['the Flask backend', 'flask']
  throw new InvalidArgumentError(
    noSuch(`fault of ${what}`, text, known, `${npmRun('faults')} --list --only ${place}`),
  )
}
