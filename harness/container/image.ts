import { existsSync, readdirSync } from 'node:fs'
import type Dockerode from 'dockerode'
import { NotTestableError } from '../util/errors.ts'
import { connect, type Engine, nameOfEngine } from './engine.ts'
import { engineFailure, isNotFound } from './errors.ts'

/** The port that a contract's gateway listens on when nobody says otherwise. */
const DEFAULT_PORT = 3000

/** What an image says of itself. Plain data. */
export interface Image {
  readonly reference: string
  readonly id: string
  /** Of the registry it came from, where it came from one. */
  readonly digest?: string
  /** `org.opencontainers.image.version` */
  readonly version?: string
  /** `org.opencontainers.image.revision` */
  readonly revision?: string
  /** USER, empty where there is none. */
  readonly user: string
  /** The TCP ports of EXPOSE. */
  readonly exposed: readonly number[]
  /** HEALTHCHECK, as the engine keeps it: `CMD` and words, or `CMD-SHELL` and a script. */
  readonly healthcheck?: { readonly test: readonly string[]; readonly timeoutMs: number }
  /** ENTRYPOINT and CMD. */
  readonly command: readonly string[]
}

/** The port that a container of the image is told to listen on: the only one that the image exposes, or that of the contract. */
export function portOf({ exposed }: Image): number {
  const [only] = exposed
  return exposed.length === 1 && only !== undefined ? only : DEFAULT_PORT
}

/** @throws NotTestableError when the engine does not have the image, or cannot run it */
export async function findImage(engine: Engine, reference: string): Promise<Image> {
  const client = await connect(engine.connection)
  const [found, version] = await Promise.all([client.getImage(reference).inspect(), client.version()]).catch(
    (error: unknown) => {
      if (!isNotFound(error)) throw engineFailure(`look at the image ${reference}`, error)
      throw new NotTestableError(
        `${nameOfEngine(engine)} has no image ${reference}; build it, or get it first (${engine.kind} pull ${reference}).`,
      )
    },
  )
  const { Architecture, Os } = found
  const runs = `${version.Os}/${version.Arch}`
  if (`${Os}/${Architecture}` !== runs && engine.sharesKernel && !canEmulate()) {
    throw new NotTestableError(
      `The image ${reference} is for ${Os}/${Architecture}, and ${nameOfEngine(engine)} runs ${runs}; build it for that platform (--platform ${runs}).`,
    )
  }
  const config = found.Config
  const healthcheck = await healthcheckOf(client, engine, found.Id)
  const labels = config.Labels ?? {}
  const version_ = labels['org.opencontainers.image.version']
  const revision = labels['org.opencontainers.image.revision']
  const digest = found.RepoDigests?.[0]?.replace(/^.*@/, '')
  return {
    reference,
    id: found.Id,
    ...(digest === undefined ? {} : { digest }),
    ...(version_ === undefined ? {} : { version: version_ }),
    ...(revision === undefined ? {} : { revision }),
    user: config.User ?? '',
    exposed: Object.keys(config.ExposedPorts ?? {})
      .filter(port => port.endsWith('/tcp'))
      .map(port => Number.parseInt(port, 10)),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    command: [...wordsOf(config.Entrypoint), ...wordsOf(config.Cmd)],
  }
}

/**
 * The HEALTHCHECK of an image, as a container of it has it: podman leaves it out where it describes the image.
 * @returns `undefined` where there is none
 */
async function healthcheckOf(
  client: Dockerode,
  { label }: Engine,
  id: string,
): Promise<Image['healthcheck']> {
  const [name = '', run = ''] = label.split('=')
  const container = await client.createContainer({ Image: id, Labels: { [name]: run } })
  try {
    const { Healthcheck: stated } = (await container.inspect()).Config as { Healthcheck?: StatedCheck | null }
    const test = stated?.Test ?? []
    if (test.length === 0 || test[0] === 'NONE') return undefined
    return { test, timeoutMs: (stated?.Timeout || DEFAULT_TIMEOUT_NS) / 1e6 }
  } finally {
    await container.remove({ force: true, v: true })
  }
}

/** How an engine states a HEALTHCHECK; times are nanoseconds, 0 for the default. */
interface StatedCheck {
  readonly Test?: readonly string[] | null
  readonly Timeout?: number
}

const DEFAULT_TIMEOUT_NS = 30e9

/** Whether this machine runs programs of other processors. */
function canEmulate(): boolean {
  const folder = '/proc/sys/fs/binfmt_misc'
  return existsSync(folder) && readdirSync(folder).some(name => name.startsWith('qemu-'))
}

function wordsOf(given: string | readonly string[] | null | undefined): readonly string[] {
  if (given === null || given === undefined) return []
  return typeof given === 'string' ? [given] : given
}
