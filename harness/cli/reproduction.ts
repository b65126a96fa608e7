import { DEFAULT_EDITION } from '../contract/index.ts'
import { backendFlags } from './backend-options.ts'
import { DEFAULT_WAIT_LIMIT, type GateOptions } from './command-line.ts'
import { shellWord, targetFlags } from './target-options.ts'

/** The command that plays the scenarios of one clause against the same gateway; what may be secret is left out. */
export function reproduction(options: GateOptions, clause: string): string {
  const { waitLimit, edition, cors, strict } = options
  return [
    'npm run gate --',
    ...targetFlags(options),
    ...backendFlags(options),
    ...(waitLimit === DEFAULT_WAIT_LIMIT ? [] : [`--wait-limit ${waitLimit}`]),
    ...(edition === DEFAULT_EDITION ? [] : [`--edition ${edition}`]),
    ...(cors ? ['--cors'] : []),
    ...(strict ? ['--strict'] : []),
    `--only ${shellWord(clause)}`,
  ].join(' ')
}
