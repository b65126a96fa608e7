import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { acquireLock, type CommandResult, runCommand, SpawnError } from '../../../process/index.ts'
import { NotTestableError, WaitTimeoutError } from '../../../util/errors.ts'
import { EnvironmentCache, pythonOf } from './environment-cache.ts'
import { installFailure } from './install-error.ts'
import { type Installation, type InstallStep, installerFor } from './installer.ts'
import type { Python } from './python.ts'

/** Goes with the checkout, and is not tracked in it. */
const CACHE = fileURLToPath(
  new URL('../../../../node_modules/.cache/sse-gateway-conformance/flask', import.meta.url),
)

/** The limit for making an environment, and for waiting until another process has made it; in milliseconds. */
const LIMIT_MS = 600_000

export interface EnvironmentRequest {
  readonly python: Python
  /** The file that says what is installed, with hashes. */
  readonly requirements: string
  readonly environment: Readonly<Record<string, string>>
  /** Is told, in one line each, what takes long. */
  readonly tell: (line: string) => void
  readonly cache?: string | undefined
  readonly limitMs?: number | undefined
}

/**
 * The Python of a virtual environment that has what the requirements list: the one there is, else a new one.
 * @throws NotTestableError when it cannot be made
 */
export async function flaskEnvironment(request: EnvironmentRequest): Promise<string> {
  const folder = request.cache ?? CACHE
  try {
    return await findOrMake(new EnvironmentCache(folder, request.requirements, request.python), request)
  } catch (error) {
    throw isFileSystemError(error) ? unwritable(folder, error) : error
  }
}

async function findOrMake(cache: EnvironmentCache, request: EnvironmentRequest): Promise<string> {
  const found = cache.find()
  if (found !== undefined) return pythonOf(found)
  cache.create()
  using _lock = await lock(cache, request)
  const madeMeanwhile = cache.find()
  if (madeMeanwhile !== undefined) return pythonOf(madeMeanwhile)
  cache.removeUnfinished()
  const place = cache.newPlace()
  try {
    await make({ ...request, place }, request)
    cache.complete(place)
  } catch (error) {
    cache.remove(basename(place))
    throw error
  }
  cache.removeOutdated()
  return pythonOf(place)
}

async function lock(
  cache: EnvironmentCache,
  { tell, limitMs = LIMIT_MS }: EnvironmentRequest,
): Promise<Disposable> {
  try {
    return await acquireLock(cache.lock, {
      limitMs,
      onWait: holder =>
        tell(
          `waiting for process ${Number.parseInt(holder, 10)}, which is making the Flask backend's Python environment…`,
        ),
    })
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error
    throw new NotTestableError(
      `Another run had not made the Flask backend's Python environment after ${limitMs / 1000} s (${error.lastSeen}); ` +
        `end that run, or remove ${cache.lock} if it is none.`,
    )
  }
}

async function make(
  installation: Installation,
  { tell, limitMs = LIMIT_MS }: EnvironmentRequest,
): Promise<void> {
  const installer = installerFor(installation)
  if (installer === undefined) {
    const { version, executable } = installation.python
    throw new NotTestableError(
      `Python ${version} (${executable}) cannot make a virtual environment, since its module venv or ensurepip is missing; ` +
        `install it (on Debian and Ubuntu: apt install python${version.replace(/^(\d+\.\d+).*/, '$1')}-venv) or uv.`,
    )
  }
  const began = performance.now()
  const run = async (step: InstallStep): Promise<void> => {
    const left = Math.max(1, limitMs - (performance.now() - began))
    const ended = await runStep(step, installer.environment, left)
    if (ended.exit?.code !== 0) throw installFailure(step, ended, { place: installation.place, limitMs })
  }
  tell("making the Flask backend's Python environment (once)…")
  await run(installer.make)
  tell(`installing ${packagesIn(installation.requirements)} packages with ${installer.tool}…`)
  await run(installer.fill)
  tell(
    `the Flask backend's Python environment is made (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  )
}

async function runStep(
  { tool, command, args }: InstallStep,
  env: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<CommandResult> {
  try {
    // Where no file of the caller's can get in the way.
    return await runCommand({ command, args, cwd: '/', env }, limitMs)
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error
    throw new NotTestableError(
      `${tool} cannot be started to make the Flask backend's Python environment: ${error.message}`,
    )
  }
}

function packagesIn(requirements: string): number {
  return readFileSync(requirements, 'utf8').match(/^[\w.-]+(\[.*\])?==/gm)?.length ?? 0
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

function unwritable(folder: string, { code }: NodeJS.ErrnoException): NotTestableError {
  const advice =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'free some space' : 'make that a folder that can be written'
  return new NotTestableError(
    `The Flask backend's Python environment cannot be made in ${folder} (${code}); ${advice}.`,
  )
}
