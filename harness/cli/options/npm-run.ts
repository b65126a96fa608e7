import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, parse, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shellWord } from './shell-words.ts'

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * How one of our npm scripts is run from a directory, up to its own arguments: `npm run gate --`, or with the checkout
 * named where npm would not find it from there.
 * @param directory where the command is typed; of a program that npm started, where npm was
 */
export function npmRun(script: string, directory = process.env.INIT_CWD ?? process.cwd()): string {
  const checkout = realpathSync(CHECKOUT)
  const here = realpathSync(directory)
  if (packageAt(here) === checkout) return `npm run ${script} --`
  return `npm --prefix ${shellWord(shorter(relative(here, checkout), checkout))} run ${script} --`
}

/** The directory whose scripts npm runs. */
function packageAt(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) || existsSync(join(at, 'node_modules'))) return at
    if (at === parse(at).root) return undefined
  }
}

/** A path that climbs to the root of the file system is better said from there. */
function shorter(path: string, absolute: string): string {
  return path.split(sep).length < absolute.split(sep).length + 2 ? path : absolute
}
