import { resolve } from 'node:path'
import { exitInWords, runCommand, SpawnError } from '../../../process/index.ts'
import { ConfigurationError, NotTestableError } from '../../../util/errors.ts'
import { parseJson } from '../../../util/parse-json.ts'

const OLDEST = { major: 3, minor: 11 }

const QUESTION_LIMIT_MS = 60_000

/** Runs on every Python 3; prints its result as JSON on the last line. */
const QUESTION = `
import json, platform, sys, sysconfig
try:
    import ensurepip, venv
    complete = True
except ImportError:
    complete = False
print(json.dumps({
    'version': platform.python_version(),
    'numbers': list(sys.version_info[:2]),
    'executable': sys.executable,
    'build': [sys.base_prefix, sysconfig.get_platform(), sysconfig.get_config_var('SOABI')],
    'makesEnvironments': complete,
}))
`

/** A Python that can run the Flask backend. */
export interface Python {
  /** E.g. `3.12.1`. */
  readonly version: string
  /** The interpreter itself, where the PATH has a script that chooses one. */
  readonly executable: string
  /** What an environment made with one build of Python shares with no other. */
  readonly build: readonly (string | null)[]
  /** Whether its modules venv and ensurepip are there; Debian has them in a package of their own. */
  readonly makesEnvironments: boolean
}

interface Answer extends Python {
  readonly numbers: readonly number[]
}

export interface PythonRequest {
  /** A path, or a name on the PATH; `python3` when left out. */
  readonly python?: string | undefined
  /** What a relative path is relative to. */
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * @throws ConfigurationError when the Python that the caller named does not run
 * @throws NotTestableError when there is none, or it is too old
 */
export async function findPython(request: PythonRequest): Promise<Python> {
  const python = await ask(request)
  const [major = 0, minor = 0] = python.numbers
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return python
  const which =
    request.python === undefined ? 'The python3 on your PATH' : `--backend-python "${request.python}"`
  throw new NotTestableError(
    `${which} is Python ${python.version} (${python.executable}) and the Flask backend needs ${NEEDED}; ${ADVICE}.`,
  )
}

const NEEDED = `Python ${OLDEST.major}.${OLDEST.minor} or newer`
const ADVICE = 'install one, or name it with --backend-python'

async function ask({ python, workingDirectory, environment }: PythonRequest): Promise<Answer> {
  const command = python?.includes('/') ? resolve(workingDirectory, python) : (python ?? 'python3')
  const ended = await runCommand(
    // In isolation from PYTHONPATH and from what lies in the folder; a version manager's script looks at that folder.
    { command, args: ['-I', '-c', QUESTION], cwd: workingDirectory, env: environment },
    QUESTION_LIMIT_MS,
  ).catch((error: unknown) => {
    if (error instanceof SpawnError) return undefined
    throw error
  })
  const said = ended?.lines.filter(({ source }) => source === 'stdout').at(-1)?.text
  const answer = ended?.exit?.code === 0 && said !== undefined ? understood(said) : undefined
  if (answer !== undefined) return answer
  if (python !== undefined) {
    throw new ConfigurationError(
      `--backend-python "${python}" does not run${because(ended)}; expected the path of an executable of ${NEEDED}.`,
    )
  }
  if (ended === undefined) {
    throw new NotTestableError(
      `There is no python3 on your PATH and the Flask backend needs ${NEEDED}; ${ADVICE}.`,
    )
  }
  throw new NotTestableError(
    `The python3 on your PATH does not run${because(ended)} and the Flask backend needs ${NEEDED}; ${ADVICE}.`,
  )
}

function understood(said: string): Answer | undefined {
  const answer = parseJson(said)
  // Another program may print anything; one field in the expected form is enough.
  return Array.isArray((answer as { numbers?: unknown } | null | undefined)?.numbers)
    ? (answer as Answer)
    : undefined
}

function because(ended: Awaited<ReturnType<typeof runCommand>> | undefined): string {
  if (ended === undefined) return ''
  if (ended.exit === undefined) return ` (it said nothing within ${QUESTION_LIMIT_MS / 1000} s)`
  const last = ended.lines.at(-1)?.text
  if (last !== undefined) return ` (it said: ${last})`
  return ` (${exitInWords(ended.exit)})`
}
