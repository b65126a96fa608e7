import { resolve } from 'node:path'
import { ConfigurationError } from '../util/errors.ts'
import { buildImage } from './build.ts'
import type { Engine } from './engine.ts'
import { findImage, type Image } from './image.ts'
import { runEngine } from './run-engine.ts'

/** How an image may be named, each with what comes before its name. */
const IMAGE_PREFIXES = ['image:', 'dockerfile:'] as const

/** An image that the caller named, found in its engine. */
export interface NamedImage {
  readonly engine: Engine
  readonly image: Image
  readonly identity: {
    readonly name: string
    readonly kind: 'image' | 'dockerfile'
    readonly path?: string
    readonly digest: string
    readonly version?: string
    readonly commit?: string
  }
}

interface ImageRequest {
  readonly workingDirectory: string
  /** The network that the container is put into, instead of the one that leads to us by itself. */
  readonly containerNetwork?: string
}

/** Whether a flag's value names an image. */
export function namesImage(name: string | undefined): boolean {
  return IMAGE_PREFIXES.some(prefix => name?.startsWith(prefix))
}

/**
 * The image that a flag names: `image:NAME`, or `dockerfile:DIRECTORY`, which is built first.
 * @param flag for messages: `--gateway`
 * @returns `undefined` when it names something else
 * @throws ConfigurationError when it names nothing; NotTestableError when there is no engine, or no such image
 */
export async function findNamedImage(
  flag: string,
  name: string | undefined,
  kind: 'image' | 'dockerfile',
  { containerNetwork, workingDirectory }: ImageRequest,
): Promise<NamedImage | undefined> {
  if (name?.startsWith(`${kind}:`) !== true) return undefined
  const rest = name.slice(kind.length + 1)
  if (kind === 'dockerfile') {
    const path = resolve(workingDirectory, rest)
    const engine = await runEngine(containerNetwork)
    const image = await findImage(engine, await buildImage(engine, path, `${flag} "${name}"`))
    return { engine, image, identity: { name, kind, path, ...factsOf(image) } }
  }
  if (!/^\w[\w./:@-]*$/.test(rest)) {
    throw new ConfigurationError(
      `${flag} "${name}" names no image; expected image:NAME, image:NAME:TAG or image:NAME@DIGEST.`,
    )
  }
  const engine = await runEngine(containerNetwork)
  const image = await findImage(engine, rest)
  return { engine, image, identity: { name, kind, ...factsOf(image) } }
}

function factsOf({ digest, id, revision, version }: Image) {
  return {
    digest: digest ?? id,
    ...(version === undefined ? {} : { version }),
    ...(revision === undefined ? {} : { commit: revision }),
  }
}
