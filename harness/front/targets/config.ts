import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigurationError } from '../../util/errors.ts'
import { checkConfiguration, findNginx } from '../nginx-program.ts'
import type { FrontKind } from './front-kind.ts'

/** A configuration of the caller's, on the nginx of this machine. */
export const config: FrontKind = async ({ environment, frontConfig, workingDirectory }) => {
  if (frontConfig === undefined) return undefined
  const path = resolve(workingDirectory, frontConfig)
  const flag = `--front-config "${frontConfig}"`
  const front = {
    identity: { name: frontConfig, kind: 'config' as const },
    command: findNginx(environment),
    template: read(path, flag),
    directory: dirname(path),
    environment,
  }
  await checkConfiguration(front, flag)
  return front
}

function read(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(`${flag} cannot be read (${why}); give the path of an nginx configuration.`)
  }
}
