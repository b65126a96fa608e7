import { type Backend, type BackendTarget, isStartableBackend } from '../backend/index.ts'
import type { BackendStatus } from '../diagnosis/index.ts'
import type { FirstSend } from '../mock-backend/index.ts'
import { exitInWords } from '../process/index.ts'
import { lastLinesOf, sendRequest } from '../service/index.ts'
import { parseJson } from '../util/parse-json.ts'

/** What those that are bundled are called in a sentence. */
const NAMES: Readonly<Partial<Record<BackendTarget['identity']['kind'], string>>> = {
  mock: 'the bundled mock application',
  flask: 'the bundled Flask application',
}

/** How long a backend may take to say how it is: asked for its readiness, it may ask its gateway in turn. Milliseconds. */
const STATUS_LIMIT_MS = 3_000

/** What has come from a backend to where the gateway is for it. */
export interface SendObservations {
  readonly firstSend: FirstSend
  /** Something else, e.g. for the gateway's health. */
  readonly hasAsked: () => boolean
  /** Makes it send. */
  readonly provoked: () => Promise<boolean>
}

/** @param sendAddress where the gateway is for it */
export function backendConditionOf(
  target: BackendTarget,
  { address, process }: Backend,
  sendAddress: string,
  { firstSend, hasAsked, provoked }: SendObservations,
): BackendStatus {
  const exit = process?.exit
  const ask = (target: string) => sendRequest(address, { method: 'GET', target, limitMs: STATUS_LIMIT_MS })
  return {
    name: NAMES[target.identity.kind] ?? target.identity.name,
    ended: exit === undefined ? undefined : exitInWords(exit),
    lastLines: lastLinesOf(process),
    address,
    sendAddress,
    isToldSendAddress: isStartableBackend(target) && target.environment.SSE_GATEWAY_URL === undefined,
    health: async () => {
      const { status, failure } = await ask('/api/health/healthz')
      return status === undefined
        ? { answers: false, said: `does not answer (${failure})` }
        : { answers: true, said: `answers ${status}` }
    },
    sends: provoked,
    findsGateway: async () => {
      if (firstSend.hasArrived || hasAsked()) return true
      // Asked whether it is ready, a backend may ask its gateway in turn, or say what it knows of it.
      const { body } = await ask('/api/health/readyz')
      return hasAsked() ? true : deniesGateway(body) ? false : undefined
    },
  }
}

/** Whether a backend says, of its readiness, that no gateway answers it. */
function deniesGateway(body: string): boolean {
  const report = parseJson(body) as { gateway?: { answers?: unknown } } | null | undefined
  return report?.gateway?.answers === false
}
