import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { builtPackage } from './built-package.ts'
import type { TargetKind } from './target-kind.ts'

/** The directory of a built checkout. */
export const directory: TargetKind = {
  kind: 'directory',
  resolve: request => {
    const { gateway: name, workingDirectory } = request
    if (name === undefined) return undefined
    const path = resolve(workingDirectory, name)
    if (!existsSync(path) || !statSync(path).isDirectory()) return undefined
    return builtPackage(name, path, 'directory', request)
  },
}
