import { fileURLToPath } from 'node:url'
import { inheritedEnvironment } from '../../../process/index.ts'
import { ROOT } from '../../../util/root.ts'
import type { StartableBackend } from '../../target.ts'
import type { BackendKind } from '../target-kind.ts'

const PROGRAM = fileURLToPath(new URL('./server.ts', import.meta.url))

/** The mock backend, where no other is named. There is nothing to start: it runs inside the harness. */
export const mock: BackendKind = {
  kind: 'mock',
  wording: {
    name: 'bundled mock backend',
    steadyName: 'the bundled mock backend',
    hint: 'name yours with --backend-command',
  },
  resolve: () => undefined,
}

export interface MockRequest {
  /** What it shall do wrong. */
  readonly faults?: readonly string[]
  /** What the caller sets for it; holds over what the harness sets. */
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
    identity: { name: 'mock', kind: 'mock', ...(faults.length === 0 ? {} : { faults }) },
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
