import type { ExternalGateway, GatewayStatus } from '../diagnosis/index.ts'
import { askHealth, blockedTree, type Gateway, hasEnded } from '../gateway/index.ts'
import { exitInWords, Subprocess } from '../process/index.ts'
import { lastLinesOf } from '../service/index.ts'
import { HEALTH_LIMIT_MS } from './limits.ts'

/**
 * @param gateway `undefined` when it never ran
 * @param foreign what is known of one that somebody else runs
 * @param isEndExpected the scenario has asked for its end, which is no death then
 */
export function gatewayConditionOf(
  gateway: Gateway | undefined,
  foreign: ExternalGateway | undefined,
  isEndExpected: boolean,
): GatewayStatus {
  const process = gateway?.process
  return {
    ended: isEndExpected ? undefined : endOf(gateway),
    lastLines: lastLinesOf(process),
    health: () =>
      gateway === undefined
        ? Promise.resolve({ answers: false, said: 'never ran' })
        : askHealth(gateway.address, HEALTH_LIMIT_MS),
    ...(foreign === undefined ? {} : { foreign }),
    blockedOn: async () => (process instanceof Subprocess ? blockedTree(process) : undefined),
  }
}

/** How what serves has ended. Of one that was started through others, only they know. */
function endOf(gateway: Gateway | undefined): string | undefined {
  if (gateway === undefined || !hasEnded(gateway)) return undefined
  const exit = gateway.serving.by === 'child' ? undefined : gateway.process?.exit
  return exitInWords(exit ?? { code: null, signal: null })
}
