import { dirname, join, resolve } from 'node:path'
import getPort from 'get-port'
import { whichCommandSync } from 'which-command'
import { runCommand } from '../process/index.ts'
import { ConfigurationError, NotTestableError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { syslogPlace } from './access-log.ts'
import { privateConfiguration } from './nginx-configuration.ts'
import type { StartableFront } from './target.ts'

/** Where nginx is installed, and not on every PATH. */
const FURTHER_PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** What a configuration has to have, or nothing of ours gets to it. */
const REQUIRED = ['{port}', '{gateway}']

const CHECK_LIMIT_MS = 15_000

/**
 * @param places where it is looked for in addition to the PATH
 * @throws NotTestableError when this machine has none
 */
export function findNginx(
  environment: Readonly<Record<string, string>>,
  places: readonly string[] = FURTHER_PLACES,
): string {
  const path = [environment.PATH ?? '', ...places].filter(part => part !== '').join(':')
  const found = whichCommandSync('nginx', { cwd: process.cwd(), path })
  if (found !== undefined) return found
  throw new NotTestableError(
    `There is no nginx on this machine (looked in ${path.replaceAll(':', ', ')}); install it, or name a proxy that runs with --front-url.`,
  )
}

/**
 * Has nginx itself check a configuration before anything starts.
 * @param flag how it was given
 * @throws ConfigurationError with nginx's own words and line
 */
export async function checkConfiguration(front: StartableFront, flag: string): Promise<void> {
  const missing = REQUIRED.filter(placeholder => !front.template.includes(placeholder))
  if (missing.length > 0) {
    throw new ConfigurationError(
      `${flag} has no ${missing.join(' and no ')}: write {port} where it listens, and {gateway} and {backend} (host:port) where it leads to; this program fills them in.`,
    )
  }
  using scratch = new TemporaryDirectory()
  const [port, gateway, backend] = [await freePort(), await freePort(), await freePort()]
  const path = scratch.write(
    'nginx.conf',
    privateConfiguration(
      front.template,
      { port, gateway: `127.0.0.1:${gateway}`, backend: `127.0.0.1:${backend}` },
      {
        accessLog: syslogPlace(Number(await freePort())),
        directory: front.directory,
        scratch: scratch.path,
      },
    ),
  )
  const { exit, lines } = await runCommand(
    {
      command: front.command,
      args: ['-t', '-q', '-e', 'stderr', '-p', scratch.path, '-c', path],
      env: front.environment,
    },
    CHECK_LIMIT_MS,
  )
  if (exit?.code === 0) return
  const said = lines.map(({ text }) => text).find(text => /\[(?:emerg|crit|alert|error)\]/.test(text))
  const words = (said ?? lines.at(-1)?.text ?? `it did not end within ${CHECK_LIMIT_MS / 1000} s`)
    .replace(/^.*?\[\w+\] (?:\d+#\d+: )?/, '')
    .replaceAll(path, resolve(front.directory, front.identity.name))
    .replaceAll(dirname(path), front.directory)
  throw new ConfigurationError(`${flag} is refused by nginx: ${words}; correct that line.`)
}

async function freePort(): Promise<string> {
  return String(await getPort({ host: '127.0.0.1' }))
}

/** The arguments of an instance whose files are all in one directory. */
export function instanceArguments(scratch: string): string[] {
  return ['-e', 'stderr', '-p', scratch, '-c', join(scratch, 'nginx.conf')]
}
