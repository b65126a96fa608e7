import { existsSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { runId } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { answers } from './answers.ts'
import { type Connection, connect, type Engine } from './engine.ts'
import { engineFailure } from './errors.ts'
import { findOnPath } from './find-on-path.ts'
import { Keeper } from './keeper.ts'
import { startPodmanService } from './podman-service.ts'
import { type EngineFacts, routesOf } from './route.ts'

/** The label of every container and image of ours; its value names the run. */
const RUN_LABEL = 'sse-conformance.run'

/** How long an engine may take to describe itself, in milliseconds. */
const ANSWER_LIMIT_MS = 15_000

/** Where an engine is looked for. */
export interface EngineSearch {
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Sockets that engines listen on when nobody says otherwise. */
  readonly sockets?: readonly string[]
  /** The podman that is started where none of them answers. */
  readonly podman?: string | undefined
  /** Asks an engine whether it is there. */
  readonly ping?: typeof answers
  readonly network?: string
}

/** An engine, and what keeps it clean. */
export interface FoundEngine extends AsyncDisposable {
  readonly engine: Engine
}

/**
 * The container engine of this machine. Testcontainers says where it is; where none answers, podman is started.
 * @throws NotTestableError when there is none that answers
 */
export async function findEngine(search: EngineSearch = {}): Promise<FoundEngine> {
  const { environment = process.env, sockets = usualSockets(environment), ping = answers } = search
  const podman = 'podman' in search ? search.podman : findOnPath('podman')
  const label = `${RUN_LABEL}=${runId()}`
  const named = environment.DOCKER_HOST
  const candidates = named === undefined ? sockets.map(path => `unix://${path}`) : [named]
  const seen: Miss[] = []
  for (const place of candidates) {
    const miss = await look(place, ping)
    if (miss === undefined) {
      const connection = await connectionOf(place, environment)
      const keeper = new Keeper({ connection, label })
      return complete(connection, keeper, label, search.network)
    }
    seen.push({ ...miss, text: `${place} ${miss.text}` })
  }
  const isDenied = seen.some(miss => miss.isDenied === true)
  if (isDenied || named !== undefined || podman === undefined) {
    throw noEngine(
      seen.map(({ text }) => text),
      named,
    )
  }
  const { socketPath, keeper } = await startPodmanService(podman, label)
  return complete({ socketPath }, keeper, label, search.network)
}

async function complete(
  connection: Connection,
  keeper: Keeper,
  label: string,
  network: string | undefined,
): Promise<FoundEngine> {
  try {
    const client = await connect(connection, ANSWER_LIMIT_MS)
    const [version, info] = await Promise.all([client.version(), client.info()])
    const kind = isPodman(version) ? 'podman' : 'docker'
    const facts: EngineFacts = {
      kind,
      sharesKernel:
        process.platform === 'linux' &&
        'socketPath' in connection &&
        !/docker desktop/i.test(String(info.OperatingSystem)),
      isRootless: ((info.SecurityOptions as string[] | undefined) ?? []).some(option =>
        option.includes('rootless'),
      ),
    }
    const engine: Engine = {
      kind,
      version: version.Version,
      connection,
      sharesKernel: facts.sharesKernel,
      label,
      ...(await routesOf(client, facts, network)),
    }
    return { engine, [Symbol.asyncDispose]: () => keeper[Symbol.asyncDispose]() }
  } catch (error) {
    await keeper[Symbol.asyncDispose]()
    throw engineFailure('describe itself', error)
  }
}

function isPodman(version: { readonly Components?: readonly { readonly Name: string }[] }): boolean {
  return version.Components?.some(({ Name }) => /podman/i.test(Name)) === true
}

/** Why no engine answers at a place. */
interface Miss {
  readonly text: string
  /** The user may not use it. */
  readonly isDenied?: true
}

/** @returns `undefined` when an engine answers there, or why not */
async function look(place: string, ping: typeof answers): Promise<Miss | undefined> {
  const { protocol, hostname, pathname, port } = new URL(place)
  if (protocol === 'unix:') {
    if (!existsSync(pathname)) return { text: 'does not exist' }
    const outcome = await ping({ socketPath: pathname })
    if (outcome === true) return undefined
    if (outcome === 'EACCES' || outcome === 'EPERM') {
      return { text: 'refuses this user (permission denied)', isDenied: true }
    }
    return {
      text:
        outcome === 'silence' ? 'accepts connections and does not answer' : `does not answer (${outcome})`,
    }
  }
  if (process.env.DOCKER_TLS_VERIFY === '1') return undefined
  const outcome = await ping({ protocol: 'http', host: hostname, port: port || 2375 })
  return outcome === true ? undefined : { text: `does not answer (${outcome})` }
}

/** Where testcontainers finds the engine; it reads certificates where the environment names some. */
async function connectionOf(
  place: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
  const { protocol, pathname } = new URL(place)
  if (protocol === 'unix:') return { socketPath: pathname }
  const { getContainerRuntimeClient } = await import('testcontainers')
  const { container } = await getContainerRuntimeClient().catch(() => {
    throw noEngine([`${place} is not one that testcontainers can use`], environment.DOCKER_HOST)
  })
  const { host, port, ca, cert, key } = container.dockerode.modem as unknown as Connection & {
    host: string
    port: string
    ca?: Buffer
    cert?: Buffer
    key?: Buffer
  }
  if (ca === undefined || cert === undefined || key === undefined) return { protocol: 'http', host, port }
  return { protocol: 'https', host, port, ca: String(ca), cert: String(cert), key: String(key) }
}

function usualSockets(environment: Readonly<Record<string, string | undefined>>): string[] {
  const { uid } = userInfo()
  const runtime = environment.XDG_RUNTIME_DIR ?? `/run/user/${uid}`
  return [
    '/var/run/docker.sock',
    join(runtime, 'docker.sock'),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
    join(runtime, 'podman/podman.sock'),
    ...(uid === 0 ? ['/run/podman/podman.sock'] : []),
  ]
}

function noEngine(seen: readonly string[], named: string | undefined): NotTestableError {
  const denied = seen.find(text => text.includes('permission denied'))
  if (denied !== undefined) {
    return new NotTestableError(
      `The container engine at ${denied}; add the user to the group that owns the socket (for Docker: docker), or use a rootless engine.`,
    )
  }
  if (named !== undefined) {
    return new NotTestableError(
      `No container engine answers where DOCKER_HOST says: ${seen.join('; ')}. Start it, or unset DOCKER_HOST.`,
    )
  }
  return new NotTestableError(
    `No container engine answers (${seen.join('; ')}), and there is no podman on the PATH; start Docker or podman, or name the engine with DOCKER_HOST.`,
  )
}
