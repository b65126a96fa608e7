import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../../util/errors.ts'
import type { StartableTarget } from '../target.ts'
import { nodeProgram } from './node-program.ts'
import type { TargetRequest } from './target-kind.ts'

/**
 * A gateway that is a built npm package.
 * @param kind how it was named
 * @throws ConfigurationError when it is not built
 */
export async function builtPackage(
  name: string,
  directory: string,
  kind: 'directory' | 'package',
  request: TargetRequest,
): Promise<StartableTarget> {
  const manifest = readManifest(name, directory)
  const entry = entryOf(manifest, directory)
  if (entry === undefined) {
    throw new ConfigurationError(
      `--gateway "${name}" is not built: its package.json names ${manifest.main ?? 'index.js'}, which is not there; ` +
        'build it first (npm ci && npm run build in that directory).',
    )
  }
  return nodeProgram(
    {
      name,
      kind,
      path: directory,
      ...(manifest.name === undefined ? {} : { package: manifest.name }),
      ...(manifest.version === undefined ? {} : { version: manifest.version }),
    },
    entry,
    request,
  )
}

/** What the package.json of a gateway says, as far as it is text. */
interface Manifest {
  readonly name: string | undefined
  readonly version: string | undefined
  readonly main: string | undefined
}

/** @throws ConfigurationError when there is none, or it cannot be read */
function readManifest(name: string, directory: string): Manifest {
  const path = join(directory, 'package.json')
  if (!existsSync(path)) {
    throw new ConfigurationError(
      `--gateway "${name}" is a directory without a package.json (${directory}); give the top of a built checkout, or its entry file.`,
    )
  }
  let manifest: unknown
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new ConfigurationError(
      `--gateway "${name}": ${path} is not valid JSON; repair it, or name the entry file.`,
    )
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw new ConfigurationError(
      `--gateway "${name}": ${path} is not a JSON object; repair it, or name the entry file.`,
    )
  }
  const fields = manifest as Readonly<Record<string, unknown>>
  const text = (key: string): string | undefined =>
    typeof fields[key] === 'string' ? fields[key] : undefined
  return { name: text('name'), version: text('version'), main: text('main') }
}

/** The file that a package starts with; `undefined` where it is not built. `main` is read as Node.js reads it. */
function entryOf({ main = 'index.js' }: Manifest, directory: string): string | undefined {
  const path = join(directory, main)
  return [path, `${path}.js`, join(path, 'index.js')].find(isFile)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
