import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigurationError } from '../../util/errors.ts'
import { nodeProgram } from './node-program.ts'
import type { TargetKind } from './target-kind.ts'

/** A file without an extension may be one, too. */
const SCRIPT = /(?:\.[cm]?[jt]s|(?:^|\/)[^./][^./]*)$/

/** A file that Node.js runs. */
export const entry: TargetKind = {
  kind: 'entry',
  resolve: request => {
    const { gateway: name, workingDirectory } = request
    if (name === undefined) return undefined
    const path = resolve(workingDirectory, name)
    if (!existsSync(path) || statSync(path).isDirectory()) return undefined
    if (statSync(path).isFile() && SCRIPT.test(path)) {
      return nodeProgram({ name, kind: 'entry', path }, path, request)
    }
    throw new ConfigurationError(
      `--gateway "${name}" is no script that Node.js runs (.js, .mjs, .cjs, .ts), nor a directory; give an entry file or the directory of a built checkout, or --gateway-command for another program.`,
    )
  },
}
