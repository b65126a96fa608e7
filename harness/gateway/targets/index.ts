import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Edition } from '../../contract/index.ts'
import { gitCommit, httpOrigin } from '../../service/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import type { StartableTarget, Target, TargetIdentity } from '../target.ts'
import { nodeVersionOf } from './node-version.ts'
import { entryOf, readManifest } from './package-manifest.ts'

/** How the caller named the gateway; at most one of the first three. */
export interface TargetRequest {
  /** A directory with a built checkout, an entry file, or an installed package. */
  readonly gateway?: string
  /** A shell command; `{port}` and `{callbackUrl}` are filled in. */
  readonly gatewayCommand?: string
  /** A gateway that already runs. */
  readonly gatewayUrl?: string
  /** The Node.js that runs a directory, entry file or package. */
  readonly gatewayNode?: string
  /** Faults of the bundled reference gateway. */
  readonly faults?: readonly string[]
  readonly edition: Edition
  /** Whether the bundled reference gateway shall answer pages of other origins. */
  readonly crossOrigin?: boolean
  /** What relative paths are relative to. */
  readonly workingDirectory: string
  /** What the gateway inherits. */
  readonly environment: Readonly<Record<string, string>>
}

const REFERENCE_GATEWAY = fileURLToPath(
  new URL('../../../fixtures/reference-gateway/index.ts', import.meta.url),
)

/** A file without an extension may be one, too. */
const SCRIPT = /(?:\.[cm]?[jt]s|(?:^|\/)[^./][^./]*)$/

const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/reference-gateway', import.meta.url))

/** @throws ConfigurationError when nothing can be started from what the caller named */
export async function resolveTarget(request: TargetRequest): Promise<Target> {
  const named = [request.gateway, request.gatewayCommand, request.gatewayUrl].filter(
    name => name !== undefined,
  )
  if (named.length > 1) {
    throw new ConfigurationError(
      `More than one gateway is named (${named.join(', ')}); give one of --gateway, --gateway-command and --gateway-url.`,
    )
  }
  if (request.gatewayUrl !== undefined) return runningTarget(request.gatewayUrl)
  if (request.gatewayCommand !== undefined) return commandTarget(request.gatewayCommand, request)
  if (request.gateway !== undefined) return namedTarget(request.gateway, request)
  return referenceTarget(request)
}

function runningTarget(text: string): Target {
  const origin = httpOrigin(text, {
    flag: '--gateway-url',
    party: 'gateway',
    example: 'http://127.0.0.1:3000',
  })
  return { identity: { name: origin, kind: 'url' }, url: origin }
}

function commandTarget(command: string, request: TargetRequest): StartableTarget {
  if (command.trim() === '') {
    throw new ConfigurationError('--gateway-command is empty; expected a command that starts a gateway.')
  }
  return {
    identity: { name: command, kind: 'command', path: request.workingDirectory },
    command: 'sh',
    args: ['-c', command],
    workingDirectory: request.workingDirectory,
    environment: request.environment,
  }
}

/** The bundled gateway, with the faults asked for. */
export function referenceTarget(
  request: Pick<TargetRequest, 'edition' | 'crossOrigin' | 'environment' | 'faults'>,
): StartableTarget {
  return {
    identity: {
      name: 'bundled reference gateway',
      kind: 'reference',
      node: process.version,
      ...(request.faults === undefined || request.faults.length === 0 ? {} : { faults: request.faults }),
    },
    command: process.execPath,
    args: [
      REFERENCE_GATEWAY,
      '--edition',
      request.edition,
      ...(request.crossOrigin === true ? ['--cors'] : []),
      ...(request.faults ?? []).flatMap(fault => ['--fault', fault]),
    ],
    workingDirectory: dirname(REFERENCE_GATEWAY),
    // Its TypeScript is stripped once and then read from this cache, which halves its start-up.
    environment: { ...request.environment, NODE_COMPILE_CACHE: COMPILE_CACHE },
  }
}

async function namedTarget(name: string, request: TargetRequest): Promise<StartableTarget> {
  const path = resolve(request.workingDirectory, name)
  if (existsSync(path)) {
    const found = statSync(path)
    if (found.isDirectory()) return directoryTarget(name, path, 'directory', request)
    if (found.isFile() && SCRIPT.test(path)) return entryTarget({ name, kind: 'entry', path }, path, request)
    throw new ConfigurationError(
      `--gateway "${name}" is no script that Node.js runs (.js, .mjs, .cjs, .ts), nor a directory; give an entry file or the directory of a built checkout, or --gateway-command for another program.`,
    )
  }
  if (/^(@[\w.-]+\/)?[\w-][\w.-]*$/.test(name)) {
    const installed = findPackage(name, request.workingDirectory)
    if (installed !== undefined) return directoryTarget(name, installed, 'package', request)
    throw new ConfigurationError(
      `--gateway "${name}" is neither a directory or file nor an installed package, seen from ${request.workingDirectory}; ` +
        'give the path of a built checkout, or install the package first.',
    )
  }
  throw new ConfigurationError(
    `--gateway "${name}" does not exist (looked at ${path}); give the path of a built checkout, an entry file, or an installed package.`,
  )
}

function findPackage(name: string, from: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (dirname(directory) === directory) return undefined
  }
}

async function directoryTarget(
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
  return entryTarget(
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

/** A path is relative to where the user typed it; a bare name is looked for on the PATH. */
function nodeOf({ gatewayNode = 'node', workingDirectory }: TargetRequest): string {
  return gatewayNode.includes('/') ? resolve(workingDirectory, gatewayNode) : gatewayNode
}

async function entryTarget(
  identity: TargetIdentity,
  entry: string,
  request: TargetRequest,
): Promise<StartableTarget> {
  const directory = identity.kind === 'entry' ? dirname(entry) : (identity.path ?? dirname(entry))
  const wanted = nodeOf(request)
  const [commit, found] = await Promise.all([
    gitCommit(directory),
    nodeVersionOf(wanted, request.environment),
  ])
  if (found === undefined && request.gatewayNode !== undefined) {
    throw new ConfigurationError(
      `--gateway-node "${request.gatewayNode}" does not run, or is no Node.js; expected the path of a Node.js executable.`,
    )
  }
  return {
    identity: { ...identity, ...(commit === undefined ? {} : { commit }), node: found ?? process.version },
    command: found === undefined ? process.execPath : wanted,
    args: [entry],
    workingDirectory: directory,
    environment: request.environment,
  }
}
