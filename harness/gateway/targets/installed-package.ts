import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ConfigurationError } from '../../util/errors.ts'
import { builtPackage } from './built-package.ts'
import type { TargetKind } from './target-kind.ts'

const PACKAGE_NAME = /^(@[\w.-]+\/)?[\w-][\w.-]*$/

/** An installed npm package. A path of the same name goes before it. */
export const installedPackage: TargetKind = {
  kind: 'package',
  resolve: request => {
    const { gateway: name, workingDirectory } = request
    if (name === undefined || !PACKAGE_NAME.test(name) || existsSync(resolve(workingDirectory, name))) {
      return undefined
    }
    const installed = findPackage(name, workingDirectory)
    if (installed !== undefined) return builtPackage(name, installed, 'package', request)
    throw new ConfigurationError(
      `--gateway "${name}" is neither a directory or file nor an installed package, seen from ${workingDirectory}; ` +
        'give the path of a built checkout, or install the package first.',
    )
  },
}

function findPackage(name: string, from: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (dirname(directory) === directory) return undefined
  }
}
