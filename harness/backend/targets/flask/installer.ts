import { findExecutable } from '../../../process/executable.ts'
import { SpawnError } from '../../../process/index.ts'
import { pythonOf } from './environment-cache.ts'
import type { Python } from './python.ts'

/** One command on the way to an environment. */
export interface InstallStep {
  readonly tool: 'venv' | 'pip' | 'uv'
  readonly command: string
  readonly args: readonly string[]
}

/** What makes a virtual environment and fills it. */
export interface Installer {
  readonly tool: 'pip' | 'uv'
  readonly make: InstallStep
  readonly fill: InstallStep
  readonly environment: Readonly<Record<string, string>>
}

export interface Installation {
  readonly python: Python
  readonly place: string
  readonly requirements: string
  readonly environment: Readonly<Record<string, string>>
}

/** Where packages come from, in variables that only pip reads. */
const SOURCES_OF_PIP = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_FIND_LINKS',
  'PIP_NO_INDEX',
  'PIP_CONFIG_FILE',
  'PIP_PROXY',
  'PIP_CERT',
  'PIP_CLIENT_CERT',
  'PIP_TRUSTED_HOST',
]

const SOURCES_OF_UV = [
  'UV_DEFAULT_INDEX',
  'UV_INDEX',
  'UV_INDEX_URL',
  'UV_EXTRA_INDEX_URL',
  'UV_FIND_LINKS',
  'UV_CONFIG_FILE',
]

/** What would install something else, put it elsewhere, or have another Python than ours do it. */
const MISLEADING = [
  'PYTHONHOME',
  'PYTHONPATH',
  'PIP_CONSTRAINT',
  'PIP_DRY_RUN',
  'PIP_PREFIX',
  'PIP_REQUIREMENT',
  'PIP_ROOT',
  'PIP_TARGET',
  'PIP_USER',
  'UV_CONSTRAINT',
  'UV_OVERRIDE',
  'UV_PROJECT',
  'UV_PYTHON',
  'UV_SYSTEM_PYTHON',
  'UV_WORKING_DIR',
]

/**
 * uv where it is on the PATH, which is faster; but pip where only pip is configured with an index.
 * `undefined` when there is neither.
 */
export function installerFor(installation: Installation): Installer | undefined {
  const environment = without(MISLEADING, installation.environment)
  const uv = executableUv(environment)
  const { makesEnvironments } = installation.python
  const isSet = (name: string) => (environment[name] ?? '') !== ''
  const pipKnowsMore = SOURCES_OF_PIP.some(isSet) && !SOURCES_OF_UV.some(isSet)
  if (uv !== undefined && !(makesEnvironments && pipKnowsMore)) return withUv(uv, installation, environment)
  return makesEnvironments ? withPip(installation, environment) : undefined
}

function withUv(
  uv: string,
  { python, place, requirements }: Installation,
  environment: Readonly<Record<string, string>>,
): Installer {
  const ours = ['--no-python-downloads', '--no-progress', '--color', 'never']
  return {
    tool: 'uv',
    make: {
      tool: 'uv',
      command: uv,
      args: ['venv', ...ours, '--no-project', '--python', python.executable, place],
    },
    fill: {
      tool: 'uv',
      command: uv,
      args: ['pip', 'sync', ...ours, '--require-hashes', '--python', pythonOf(place), requirements],
    },
    environment,
  }
}

function withPip(
  { python, place, requirements }: Installation,
  environment: Readonly<Record<string, string>>,
): Installer {
  return {
    tool: 'pip',
    make: { tool: 'venv', command: python.executable, args: ['-I', '-m', 'venv', place] },
    fill: {
      tool: 'pip',
      command: pythonOf(place),
      args: [
        ...['-I', '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--no-color'],
        // The list is whole, so that nothing has to be resolved; and a pip.conf may say "user".
        ...['--progress-bar', 'off', '--no-user', '--no-deps', '--require-hashes', '-r', requirements],
      ],
    },
    environment,
  }
}

function executableUv(env: Readonly<Record<string, string>>): string | undefined {
  try {
    return findExecutable({ command: 'uv', cwd: '/', env })
  } catch (error) {
    if (error instanceof SpawnError) return undefined
    throw error
  }
}

function without(
  names: readonly string[],
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)))
}
