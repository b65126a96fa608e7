import { fileURLToPath } from 'node:url'
import { cleanedEnvironment } from '../../process/index.ts'
import type { BackendFault } from '../application/index.ts'
import type { StartableBackend } from '../running/index.ts'

const PROGRAM = fileURLToPath(new URL('./serve-mock.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The mock application as a backend that is started. */
export function mockBackendTarget(
  faults: readonly BackendFault[] = [],
  environment: Readonly<Record<string, string>> = cleanedEnvironment(),
): StartableBackend {
  return {
    identity: { name: 'mock', kind: 'mock' },
    command: process.execPath,
    args: [PROGRAM],
    workingDirectory: ROOT,
    environment: {
      ...ownEnvironment(environment),
      ...(faults.length === 0 ? {} : { SSE_BACKEND_FAULTS: faults.join(',') }),
    },
  }
}

/** Without what a user's shell has for other applications: it would quietly set up this one differently. */
function ownEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(FLASK_|SSE_)/.test(name)))
}
