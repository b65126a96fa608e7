import { join } from 'node:path'
import { gitCommit } from '../../../service/index.ts'
import { ROOT } from '../../../util/root.ts'
import type { StartableBackend } from '../../target.ts'
import type { BackendKind } from '../target-kind.ts'
import { findPython, type PythonRequest } from './python.ts'
import { flaskEnvironment } from './virtual-environment.ts'

/** Where the bundled application lies. */
export const FLASK_BACKEND = join(ROOT, 'fixtures/flask-backend')

/** The Flask application that comes with the harness. */
export const flask: BackendKind = {
  kind: 'flask',
  wording: { steadyName: 'the bundled Flask backend' },
  resolve: choice =>
    choice.backend === 'flask'
      ? flaskBackend({
          ...choice,
          python: choice.backendPython,
          faults: choice.backendFault,
          settings: choice.backendEnv,
        })
      : undefined,
}

export interface FlaskRequest extends PythonRequest {
  /** What the backend inherits. */
  readonly environment: Readonly<Record<string, string>>
  /** What the caller sets for it; holds over what the harness sets. */
  readonly settings?: Readonly<Record<string, string>>
  /** What it shall do wrong. */
  readonly faults?: readonly string[]
  /** Prints one line about something that takes long. */
  readonly tell?: (line: string) => void
}

/**
 * The bundled Flask application, with an environment to run in; that is made the first time.
 * @throws ConfigurationError when the Python that the caller named does not run
 * @throws NotTestableError when there is no such Python, or the environment cannot be made
 */
export async function flaskBackend(request: FlaskRequest): Promise<StartableBackend> {
  const {
    environment,
    faults = [],
    settings,
    tell = line => void process.stderr.write(`${line}\n`),
  } = request
  const [python, commit] = await Promise.all([findPython(request), gitCommit(ROOT)])
  return {
    identity: {
      name: 'flask',
      kind: 'flask',
      path: FLASK_BACKEND,
      ...(commit === undefined ? {} : { commit }),
      python: python.version,
      ...(faults.length === 0 ? {} : { faults }),
    },
    command: await flaskEnvironment({
      python,
      environment,
      tell,
      requirements: join(FLASK_BACKEND, 'requirements.txt'),
    }),
    args: ['-m', 'sse_backend'],
    workingDirectory: FLASK_BACKEND,
    environment: {
      ...ownEnvironment(environment),
      ...(faults.length === 0 ? {} : { SSE_BACKEND_FAULTS: faults.join(',') }),
      ...settings,
    },
  }
}

/** Without what a user's shell has for other applications: it would quietly set up this one differently. */
function ownEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(FLASK_|SSE_|(HOST|SERVER_THREADS|PYTHONHOME|PYTHONPATH)$)/.test(name),
    ),
  )
}
