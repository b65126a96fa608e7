import { fileURLToPath } from 'node:url'
import { inheritedEnvironment } from '../../../process/index.ts'
import { ROOT } from '../../../util/root.ts'
import { MOCK_BACKEND, type StartableBackend } from '../../index.ts'

const PROGRAM = fileURLToPath(new URL('./server.ts', import.meta.url))

export interface MockRequest {
  /** What it is told to do wrong. */
  readonly faults?: readonly string[]
  /** What the caller sets for it; holds over what the harness tells it. */
  readonly settings?: Readonly<Record<string, string>>
  /** What it inherits. */
  readonly environment?: Readonly<Record<string, string>>
}

/** The mock application as a backend that is started. */
export function mockBackendTarget({
  faults = [],
  settings = {},
  environment = inheritedEnvironment(),
}: MockRequest = {}): StartableBackend {
  return {
    identity: { ...MOCK_BACKEND, ...(faults.length === 0 ? {} : { faults }) },
    command: process.execPath,
    args: [PROGRAM],
    workingDirectory: ROOT,
    environment: {
      ...ownEnvironment(environment),
      ...(faults.length === 0 ? {} : { SSE_BACKEND_FAULTS: faults.join(',') }),
      ...settings,
    },
  }
}

/** Without what a user's shell has for other applications: it would quietly set up this one differently. */
function ownEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(FLASK_|SSE_)/.test(name)))
}
