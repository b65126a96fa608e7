import { dirname, resolve } from 'node:path'
import { gitCommit } from '../../service/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import type { StartableTarget, TargetIdentity } from '../target.ts'
import type { TargetRequest } from './target-kind.ts'

/**
 * A gateway that Node.js runs from its entry file.
 * @throws ConfigurationError when the Node.js that the caller named does not run
 */
export async function nodeProgram(
  identity: TargetIdentity,
  entry: string,
  request: TargetRequest,
): Promise<StartableTarget> {
  const directory = identity.kind === 'entry' ? dirname(entry) : (identity.path ?? dirname(entry))
  const wanted = nodeOf(request)
  const [commit, version] = await Promise.all([
    gitCommit(directory),
    nodeVersionOf(wanted, request.environment),
  ])
  if (version === undefined && request.gatewayNode !== undefined) {
    throw new ConfigurationError(
      `--gateway-node "${request.gatewayNode}" does not run, or is no Node.js; expected the path of a Node.js executable.`,
    )
  }
  return {
    identity: { ...identity, ...(commit === undefined ? {} : { commit }), node: version ?? process.version },
    command: version === undefined ? process.execPath : wanted,
    args: [entry],
    workingDirectory: directory,
    environment: request.environment,
  }
}

/** A path is relative to where the user typed it; a bare name is looked for on the PATH. */
function nodeOf({ gatewayNode = 'node', workingDirectory }: TargetRequest): string {
  return gatewayNode.includes('/') ? resolve(workingDirectory, gatewayNode) : gatewayNode
}

/** The version of a Node.js executable, e.g. `v24.1.0`; `undefined` when it does not run, or is none. */
async function nodeVersionOf(
  node: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (node === process.execPath) return process.version
  const { execa } = await import('execa')
  const { failed, stdout } = await execa(node, ['--version'], {
    reject: false,
    stdin: 'ignore',
    env: environment,
    extendEnv: false,
  })
  // Another program may print anything.
  return failed || !/^v\d+\.\d+\.\d+\S*$/.test(stdout) ? undefined : stdout
}
