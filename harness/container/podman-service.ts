import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { cleanedEnvironment, waitUntil } from '../process/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { answers } from './answers.ts'
import { findOnPath } from './find-on-path.ts'
import { Keeper } from './keeper.ts'

/** How long podman may take to serve its API, in milliseconds. */
const START_LIMIT_MS = 20_000

/** More than any gateway needs, and not above what this machine allows: podman fails where its defaults are. */
const MAX_OPEN_FILES = 20_000
const MAX_PROCESSES = 4_096

/** A service of podman that is ours alone. */
export interface PodmanService {
  readonly socketPath: string
  readonly keeper: Keeper
}

/**
 * Starts podman's API on a private socket.
 * @throws NotTestableError when it does not answer, with what it printed last
 */
export async function startPodmanService(podman: string, label: string): Promise<PodmanService> {
  const directory = await mkdtemp(join(tmpdir(), 'podman-'))
  const socketPath = join(directory, 'podman.sock')
  const configuration = join(directory, 'containers.conf')
  await writeFile(configuration, await settings(podman))
  const keeper = new Keeper({
    connection: { socketPath },
    label,
    podman: {
      command: podman,
      args: ['system', 'service', '--time=0', `unix://${socketPath}`],
      env: { ...cleanedEnvironment(), CONTAINERS_CONF: configuration },
      directory,
    },
  })
  try {
    await waitUntil(
      'podman to serve its API',
      async () => keeper.hasFailed || (await answers({ socketPath })) === true,
      {
        limitMs: START_LIMIT_MS,
        lastSeen: () => keeper.lastLines,
      },
    )
    if (!keeper.hasFailed) return { socketPath, keeper }
    throw new NotTestableError(
      `No container engine answers, and podman (${podman}) could not be started: ${keeper.lastLines.join(' ')}`,
    )
  } catch (error) {
    await keeper[Symbol.asyncDispose]()
    if (!(error instanceof WaitTimeoutError)) throw error
    throw new NotTestableError(
      `No container engine answers, and podman (${podman}) does not serve its API. ${error.message}`,
    )
  }
}

/**
 * The settings of the service. CONTAINERS_CONF replaces the settings of the machine, so only what podman could not
 * run without is set: where there is no systemd, it cannot ask that for cgroups and for the journal.
 */
async function settings(podman: string): Promise<string> {
  const [files, processes] = await Promise.all([hardLimit('-n'), hardLimit('-u')])
  const lines = [
    '[containers]',
    `default_ulimits = ["nofile=${atMost(files, MAX_OPEN_FILES)}", "nproc=${atMost(processes, MAX_PROCESSES)}"]`,
    '[engine]',
  ]
  if (!existsSync('/run/systemd/system')) {
    lines.push('cgroup_manager = "cgroupfs"', 'events_logger = "file"')
  }
  // An unprivileged user may lack the folder on the PATH in which podman finds it.
  const path = [process.env.PATH, '/usr/sbin', '/usr/bin', dirname(podman)].join(delimiter)
  const runtime = ['crun', 'runc'].find(name => findOnPath(name, path) !== undefined)
  if (runtime !== undefined) lines.push(`runtime = "${runtime}"`)
  return `${lines.join('\n')}\n`
}

/** Soft and hard limit, as podman has them. */
function atMost(limit: string, most: number): string {
  const value = Number(limit)
  const allowed = Number.isNaN(value) ? most : Math.min(value, most)
  return `${allowed}:${allowed}`
}

/** A hard limit of this process, which its children inherit; `unlimited` is a word. */
async function hardLimit(flag: string): Promise<string> {
  const run = promisify(execFile)
  const { stdout } = await run('sh', ['-c', `ulimit -H ${flag}`]).catch(() => ({ stdout: '' }))
  return stdout.trim() === '' ? 'unlimited' : stdout.trim()
}
