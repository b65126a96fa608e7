import { fileURLToPath } from 'node:url'
import type { StartableBackend } from '../backend-target.ts'
import { flaskEnvironment } from './flask-environment.ts'
import { findPython } from './python.ts'

const APPLICATION = fileURLToPath(new URL('../../../../fixtures/flask-backend', import.meta.url))

export interface FlaskRequest {
  /** A path, or a name on the PATH; `python3` when left out. */
  readonly python?: string | undefined
  readonly workingDirectory: string
  /** What it inherits. */
  readonly environment: Readonly<Record<string, string>>
  /** What it is told to do wrong. */
  readonly faults?: readonly string[]
  /** Is told, in one line each, what takes long. */
  readonly tell?: (line: string) => void
}

/**
 * The bundled Flask application, with an environment that has what it needs.
 * @throws ConfigurationError when the Python that the caller named does not run
 * @throws NotTestable when there is no Python for it, or its environment cannot be made
 */
export async function flaskTarget(request: FlaskRequest): Promise<StartableBackend> {
  const { environment, faults = [], tell = () => undefined } = request
  const python = await findPython(request)
  const command = await flaskEnvironment({
    python,
    requirements: `${APPLICATION}/requirements.txt`,
    environment,
    tell,
  })
  return {
    identity: {
      name: 'flask',
      kind: 'flask',
      python: python.version,
      ...(faults.length === 0 ? {} : { faults }),
    },
    command,
    args: ['-m', 'sse_backend'],
    workingDirectory: APPLICATION,
    environment: {
      ...environment,
      // Whatever the caller's shell says of other environments is not about this one.
      PYTHONPATH: '',
      PYTHONDONTWRITEBYTECODE: '',
      ...(faults.length === 0 ? {} : { SSE_BACKEND_FAULTS: faults.join(',') }),
    },
  }
}
