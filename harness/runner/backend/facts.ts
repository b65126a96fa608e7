import type { BackendFacts } from '../../diagnosis/index.ts'
import type { MockGatewayServer } from '../../mock-gateway/index.ts'
import type { Health } from '../../service/index.ts'
import type { StartedBackend } from '../../session/started-backend.ts'

/**
 * The facts about a backend after a scenario. It is asked for its health once: later it may have recovered.
 * @param linesBefore how many lines it had printed when the scenario began
 * @param needsSends whether the scenario looks at what depends on the backend's sends
 */
export function factsOf(
  backend: StartedBackend,
  port: MockGatewayServer,
  linesBefore: number,
  needsSends: boolean,
): BackendFacts {
  let health: Promise<Health> | undefined
  let lastLines: readonly string[] | undefined
  const asked: { sends?: boolean; findsGateway?: boolean } = {}
  const status = backend.conditionBeside(port)
  return {
    status: {
      ...status,
      sends: async () => {
        asked.sends = await status.sends()
        return asked.sends
      },
      findsGateway: async () => {
        const found = await status.findsGateway()
        if (found !== undefined) asked.findsGateway = found
        return found
      },
    },
    asked: () => asked,
    ended: () => backend.ended,
    health: () => {
      health ??= backend.health()
      return health
    },
    awaitExit: () => backend.untilSeenEnding(),
    lastLines: () => {
      lastLines ??= backend.lastLines(linesBefore)
      return lastLines
    },
    lacksSends: () => needsSends && !port.wasSentTo,
  }
}
