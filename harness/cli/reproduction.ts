import { DEFAULT_EDITION } from '../contract/index.ts'
import { backendFlags } from './backend-options.ts'
import type { GateOptions } from './command-line.ts'
import { judgingFlags } from './judging-options.ts'
import { shellWord, targetFlags } from './target-options.ts'

/** The command that plays the scenarios of one clause against the same gateway; what may be secret is left out. */
export function reproduction(options: GateOptions, clause: string): string {
  const { edition, cors } = options
  const { first, last } = judgingFlags(options)
  return [
    'npm run gate --',
    ...targetFlags(options),
    ...backendFlags(options),
    ...(options.tapClients ? ['--tap-clients'] : []),
    ...options.networkFault.map(name => `--network-fault ${name}`),
    ...first,
    ...(edition === DEFAULT_EDITION ? [] : [`--edition ${edition}`]),
    ...(cors ? ['--cors'] : []),
    ...last,
    `--only ${shellWord(clause)}`,
  ].join(' ')
}
