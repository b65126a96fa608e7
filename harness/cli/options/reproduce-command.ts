import type { GateCommandOptions } from '../commands/gate/command.ts'
import { type GatewayOptions, gatewayFlags } from './gateway.ts'
import { npmRun } from './npm-run.ts'
import { judgingFlags } from './run.ts'
import { flagWords, shellWord } from './shell-words.ts'

/** The command that plays one scenario alone, against the same gateway; it works in the directory that the caller is in. */
export function reproduction(
  options: GatewayOptions & { readonly waitLimit: number },
  scenario: string,
): string {
  const { first } = judgingFlags({ waitLimit: options.waitLimit, strict: false })
  return [npmRun('repro'), shellWord(scenario), ...gatewayFlags(options), ...first].join(' ')
}

/** The command of a gate that judges the same in the same way. @param options may differ from what the caller said */
export function gateAgain(options: GateCommandOptions): string {
  const { first, last } = judgingFlags(options)
  return [
    npmRun('gate'),
    ...gatewayFlags(options),
    ...flagWords([
      ...options.only.map(one => ['--only', one] as const),
      ...options.except.map(one => ['--except', one] as const),
      ['--known-failures', options.knownFailures],
      ['--out', options.out],
      ['--save-timelines', options.saveTimelines],
    ]),
    ...(options.fast ? ['--fast'] : []),
    ...first,
    ...last,
  ].join(' ')
}
