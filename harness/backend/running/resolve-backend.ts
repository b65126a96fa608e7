import { ConfigurationError } from '../../failure.ts'
import type { BackendTarget, StartableBackend } from './backend-target.ts'
import { flaskTarget } from './flask/flask-target.ts'

/** How the caller named the backend; at most one of the first three. */
export interface BackendRequest {
  /** The mock one, or the bundled Flask application. */
  readonly backend?: 'mock' | 'flask'
  /** A shell command; `{port}`, `{gatewayUrl}` and `{secret}` are filled in. */
  readonly backendCommand?: string
  /** A backend that already runs. */
  readonly backendUrl?: string
  /** The Python that makes the Flask application's environment. */
  readonly backendPython?: string
  /** Faults of the bundled Flask application. */
  readonly backendFault: readonly string[]
  /** What relative paths are relative to. */
  readonly workingDirectory: string
  /** What the backend inherits. */
  readonly environment: Readonly<Record<string, string>>
  /** Is told, in one line each, what takes long. */
  readonly tell?: (line: string) => void
}

/**
 * @returns `undefined` for the mock backend, which plays in the harness itself
 * @throws ConfigurationError when nothing can be started from what the caller named
 * @throws NotTestable when the Flask application cannot be had on this machine
 */
export async function resolveBackend(request: BackendRequest): Promise<BackendTarget | undefined> {
  const { backend, backendCommand, backendUrl, backendPython, backendFault } = request
  if (backendUrl !== undefined) return runningBackend(backendUrl)
  if (backendCommand !== undefined) return commandBackend(backendCommand, request)
  if (backend !== 'flask') return undefined
  return flaskTarget({ ...request, python: backendPython, faults: backendFault })
}

function runningBackend(text: string): BackendTarget {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new ConfigurationError(
      `--backend-url "${text}" is not a URL; expected something like http://127.0.0.1:5000.`,
    )
  }
  if (url.protocol !== 'http:') {
    throw new ConfigurationError(
      `--backend-url "${text}" is not plain http; the backend is reached by http only.`,
    )
  }
  return { identity: { name: url.origin, kind: 'url' }, url: url.origin }
}

function commandBackend(
  command: string,
  { workingDirectory, environment }: BackendRequest,
): StartableBackend {
  if (command.trim() === '') {
    throw new ConfigurationError('--backend-command is empty; expected a command that starts a backend.')
  }
  return {
    identity: { name: command, kind: 'command', path: workingDirectory },
    command: 'sh',
    args: ['-c', command],
    workingDirectory,
    environment,
  }
}
