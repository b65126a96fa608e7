import type { Backend, BackendIdentity } from '../backend/running/index.ts'
import { exitInWords } from '../process/index.ts'
import { exchange, lastLinesOf } from '../service/index.ts'
import type { BackendCondition } from '../verdict/index.ts'
import { parsedJson } from './parsed-json.ts'

/** How long a backend's health may take to answer, in milliseconds. */
const HEALTH_LIMIT_MS = 3_000

/**
 * @param sendAddress where it was told that the gateway is
 * @param wasHeard whether anything at all has come from it there
 */
export function backendConditionOf(
  { name }: BackendIdentity,
  { address, process }: Backend,
  sendAddress: string,
  wasHeard: () => boolean,
): BackendCondition {
  const exit = process?.exit
  const ask = (target: string) => exchange(address, { method: 'GET', target, limitMs: HEALTH_LIMIT_MS })
  return {
    name,
    ended: exit === undefined ? undefined : exitInWords(exit),
    lastLines: lastLinesOf(process),
    sendAddress,
    health: async () => {
      const { status, failure } = await ask('/api/health/healthz')
      return status === undefined ? `does not answer (${failure})` : `answers ${status}`
    },
    findsGateway: async () => {
      if (wasHeard()) return true
      // Asked whether it is ready, a backend may ask its gateway in turn, or say what it knows of it.
      const { body } = await ask('/api/health/readyz')
      if (wasHeard()) return true
      const said = (parsedJson(body) as { gateway?: { answers?: unknown } } | null | undefined)?.gateway
        ?.answers
      return said === false ? false : undefined
    },
  }
}
