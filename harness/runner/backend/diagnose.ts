import {
  connectionBroken,
  evidenceOf,
  isForWantOfSends,
  lastOutput,
  scenarioFailed,
  sentElsewhere,
  type Verdict,
  type ViolationDetails,
  ViolationError,
  verdictOf,
} from '../../diagnosis/index.ts'
import { NothingSentError } from '../../matchers/backend/matching.ts'
import { NEVER_CLOSED } from '../../matchers/backend/unexpected-send.ts'
import { CLOSE_OF_REPLACED, type MockGatewayServer } from '../../mock-gateway/index.ts'
import type { Health } from '../../service/index.ts'
import type { StartedBackend } from '../../session/started-backend.ts'
import type { Timeline } from '../../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../../util/errors.ts'

/** Who and why, and whether all of it would come of a backend that sends nothing to this gateway. */
export interface BackendDiagnosis {
  readonly verdict: Verdict
  readonly isForWantOfSends: boolean
}

/**
 * From whatever a scenario about a backend threw and its timeline to who and why.
 * @param linesBefore how many lines the backend had printed when the scenario began
 * @param needsSends whether the scenario looks at what depends on the backend's sends
 */
export async function diagnoseBackend(
  error: unknown,
  timeline: Timeline,
  backend: StartedBackend,
  port: MockGatewayServer,
  linesBefore: number,
  needsSends: boolean,
): Promise<BackendDiagnosis> {
  const details = await explained(error, timeline, backend, port, needsSends)
  if (error instanceof NotTestableError) return { verdict: verdictOf(details, []), isForWantOfSends: false }
  const { party, streams, expected } = details
  const words = party === 'backend' ? backend.lastLines(linesBefore) : []
  const evidence = [...evidenceOf(timeline, streams, expected), ...lastOutput('backend', words)]
  return { verdict: verdictOf(details, evidence), isForWantOfSends: isForWantOfSends(details) }
}

async function explained(
  error: unknown,
  timeline: Timeline,
  backend: StartedBackend,
  port: MockGatewayServer,
  needsSends: boolean,
): Promise<ViolationDetails> {
  if (error instanceof NotTestableError) {
    return { party: 'set-up', what: 'not-testable', summary: error.message, streams: [] }
  }
  const health = await backend.health()
  const silent = !health.answers
  if (silent) await backend.untilSeenEnding()
  if (backend.ended !== undefined) {
    const summary = `The backend process ended with ${backend.ended} during this scenario.`
    return { party: 'backend', what: 'process-died', summary, streams: [] }
  }
  if (!(error instanceof ViolationError || error instanceof WaitTimeoutError)) return scenarioFailed(error)
  const found = error instanceof ViolationError ? error.details : silence(error, health)
  const condition = backend.conditionBeside(port)
  const broken = connectionBroken(found, timeline, condition)
  if (broken !== undefined) return broken
  const maySendElsewhere =
    error instanceof NothingSentError || error instanceof WaitTimeoutError || (needsSends && !port.wasSentTo)
  return maySendElsewhere && !silent ? sentElsewhere(found, timeline, condition) : found
}

function silence({ message, waitedFor }: WaitTimeoutError, { answers, said }: Health): ViolationDetails {
  if (answers && waitedFor === CLOSE_OF_REPLACED) {
    return {
      party: 'backend',
      what: 'replaced-connection-left-open',
      summary: NEVER_CLOSED,
      streams: [],
      expected: waitedFor,
    }
  }
  return {
    party: 'backend',
    what: answers ? 'no-progress' : 'process-hangs',
    summary: `${message} Asked for /api/health/healthz, the backend ${said}.`,
    streams: [],
    expected: waitedFor,
  }
}
