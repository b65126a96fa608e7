import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, parse, relative, sep } from 'node:path'
import { ROOT } from '../../util/root.ts'
import { shellWord } from './shell-words.ts'

/** The name of the program in the `bin` of package.json. */
export const PROGRAM = 'sse-conformance'

/** Whether the program was started by its own name, and not by one of our npm scripts. */
function isStartedByName(): boolean {
  return basename(process.argv[1] ?? '') === PROGRAM
}

/** Where the user typed the command: npm itself changes to the directory of package.json. */
export function workingDirectory(): string {
  return isStartedByName() ? process.cwd() : (process.env.INIT_CWD ?? process.cwd())
}

/**
 * A command of this program as the user types it: `npm run gate -- --list`, with the checkout named where npm would not
 * find it; `sse-conformance gate --list` when the program was started by this name.
 * @param words what follows the name of the command, quoted already
 */
export function typedCommand(
  command: string,
  words: readonly string[] = [],
  directory = workingDirectory(),
): string {
  return [
    prefix(command, directory),
    ...(words.length > 0 && !isStartedByName() ? ['--'] : []),
    ...words,
  ].join(' ')
}

/** Text that names commands as npm scripts, with each of them as the user types it. */
export function asTyped(text: string): string {
  return text.replaceAll(/npm run ([a-z]+)( --)?/g, (_, command: string, dashes?: string) =>
    typedCommand(command, dashes === undefined ? [] : ['']).trimEnd(),
  )
}

function prefix(command: string, directory: string): string {
  if (isStartedByName()) {
    return `${process.env.npm_lifecycle_event === undefined ? '' : 'npx '}${PROGRAM} ${command}`
  }
  const checkout = realpathSync(ROOT)
  const here = realpathSync(directory)
  if (packageAt(here) === checkout) return `npm run ${command}`
  return `npm --prefix ${shellWord(shorter(relative(here, checkout), checkout))} run ${command}`
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
