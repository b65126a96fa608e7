import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../util/errors.ts'
import { connect, type Engine } from './engine.ts'
import { engineFailure } from './errors.ts'

/** One line of what an engine says while it builds. */
interface BuildProgress {
  readonly stream?: string
  readonly error?: string
}

/**
 * Builds the Dockerfile of a directory. The image is removed at the end of the run.
 * @param flag how it was named, for messages
 * @returns the name of the image
 * @throws ConfigurationError when there is no Dockerfile; NotTestableError when it cannot be built
 */
export async function buildImage(engine: Engine, directory: string, flag: string): Promise<string> {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new ConfigurationError(
      `${flag}: there is no directory ${directory}; expected one with a Dockerfile.`,
    )
  }
  if (!existsSync(join(directory, 'Dockerfile'))) {
    throw new ConfigurationError(
      `${flag}: ${directory} has no Dockerfile; name the directory that has it, or an image with image:NAME.`,
    )
  }
  const client = await connect(engine.connection)
  const name = `localhost/sse-conformance:${randomBytes(6).toString('hex')}`
  const [label = '', run = ''] = engine.label.split('=')
  try {
    // Without the layers in between, which would be left; with the form of Docker, which alone has HEALTHCHECK.
    const options = { t: name, labels: { [label]: run }, rm: true, forcerm: true }
    const context = { context: directory, src: readdirSync(directory) }
    const stream = await client.buildImage(context, { ...options, outputformat: DOCKER_FORMAT } as object)
    await new Promise<void>((resolve, reject) => {
      client.modem.followProgress(stream, (error: Error | null, said: readonly BuildProgress[]) => {
        const failure = said?.find(line => line.error !== undefined)?.error
        if (error === null && failure === undefined) resolve()
        else reject(new Error(failure ?? error?.message))
      })
    })
  } catch (error) {
    throw engineFailure(`build the Dockerfile in ${directory}`, error)
  }
  return name
}

/** A parameter of podman; Docker ignores it. */
const DOCKER_FORMAT = 'application/vnd.docker.distribution.manifest.v2+json'
