import { type GatewayOptions, gatewayFlags } from './gateway-options.ts'
import { judgingFlags } from './judging-options.ts'
import { shellWord } from './target-options.ts'

/** The command that plays one scenario alone, against the same gateway; what may be secret is left out. */
export function reproduction(
  options: GatewayOptions & { readonly waitLimit: number },
  scenario: string,
): string {
  const { first } = judgingFlags({ waitLimit: options.waitLimit, strict: false })
  return ['npm run repro --', shellWord(scenario), ...gatewayFlags(options), ...first].join(' ')
}
