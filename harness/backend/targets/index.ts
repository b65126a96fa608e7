import { httpOrigin } from '../../service/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import type { BackendIdentity, BackendTarget, StartableBackend } from '../target.ts'
import { flaskBackend } from './flask/index.ts'

/** The backends that come with the harness. */
export const BUNDLED_BACKENDS = ['mock', 'flask'] as const

export type BundledBackend = (typeof BUNDLED_BACKENDS)[number]

/** Who plays where no other backend is named. */
export const MOCK_BACKEND: BackendIdentity = { name: 'mock', kind: 'mock' }

/** What a backend that the caller does not set up otherwise is told, and so must not have from the caller's shell. */
const TOLD = ['FLASK_ENV', 'SSE_CALLBACK_SECRET', 'SSE_GATEWAY_URL']

/** How the caller named the backend; at most one of the first three. */
export interface BackendChoice {
  readonly backend?: BundledBackend
  /** A shell command; `{port}`, `{gatewayUrl}` and `{secret}` are filled in. */
  readonly backendCommand?: string
  /** A backend that already runs. */
  readonly backendUrl?: string
  /** Set for a backend that we start; holds over what the harness tells it. */
  readonly backendEnv: Readonly<Record<string, string>>
  /** The Python that runs the bundled Flask application. */
  readonly backendPython?: string
  /** What the bundled Flask application shall do wrong. */
  readonly backendFault: readonly string[]
  /** What relative paths are relative to. */
  readonly workingDirectory: string
  /** What the backend inherits. */
  readonly environment: Readonly<Record<string, string>>
  /** Is told, in one line each, what takes long; standard error when left out. */
  readonly tell?: (line: string) => void
}

/**
 * @returns `undefined` when it is the mock backend
 * @throws ConfigurationError when nothing can be started from what the caller named
 * @throws NotTestable when what the bundled Flask application needs is not there
 */
export async function resolveBackend(choice: BackendChoice): Promise<BackendTarget | undefined> {
  if (choice.backendUrl !== undefined) return runningBackend(choice.backendUrl)
  if (choice.backendCommand !== undefined) return commandBackend(choice.backendCommand, choice)
  if (choice.backend === 'flask') {
    return flaskBackend({
      ...choice,
      python: choice.backendPython,
      faults: choice.backendFault,
      settings: choice.backendEnv,
    })
  }
  return undefined
}

function runningBackend(text: string): BackendTarget {
  const origin = httpOrigin(text, {
    flag: '--backend-url',
    party: 'backend',
    example: 'http://127.0.0.1:5000',
  })
  return { identity: { name: origin, kind: 'url' }, url: origin }
}

function commandBackend(
  command: string,
  { workingDirectory, environment, backendEnv }: BackendChoice,
): StartableBackend {
  if (command.trim() === '') {
    throw new ConfigurationError('--backend-command is empty; expected a command that starts a backend.')
  }
  const inherited = Object.fromEntries(Object.entries(environment).filter(([name]) => !TOLD.includes(name)))
  return {
    identity: { name: command, kind: 'command', path: workingDirectory },
    command: 'sh',
    args: ['-c', command],
    workingDirectory,
    environment: { ...inherited, ...backendEnv },
  }
}
