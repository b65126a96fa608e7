import { resolve } from 'node:path'
import { ConfigurationError } from '../../util/errors.ts'
import type { Target } from '../target.ts'
import { command } from './command.ts'
import { directory } from './directory.ts'
import { entry } from './entry.ts'
import { dockerfile, image } from './image.ts'
import { installedPackage } from './installed-package.ts'
import { reference } from './reference.ts'
import { namesIn, type TargetKind, type TargetRequest } from './target-kind.ts'
import { url } from './url.ts'

/** Every way to name a gateway. */
export const TARGET_KINDS: readonly TargetKind[] = [
  reference,
  image,
  dockerfile,
  directory,
  entry,
  installedPackage,
  command,
  url,
]

/** @throws ConfigurationError when nothing can be started from what the caller named */
export async function resolveTarget(request: TargetRequest): Promise<Target> {
  const names = namesIn(request)
  if (names.length > 1) {
    throw new ConfigurationError(
      `More than one gateway is named (${names.join(', ')}); give one of --gateway, --gateway-command and --gateway-url.`,
    )
  }
  for (const kind of TARGET_KINDS) {
    const target = await kind.resolve(request)
    if (target !== undefined) return target
  }
  const [name = ''] = names
  throw new ConfigurationError(
    `--gateway "${name}" does not exist (looked at ${resolve(request.workingDirectory, name)}); give the path of a built checkout, an entry file, an installed package, or image:NAME.`,
  )
}
