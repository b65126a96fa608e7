import type { Health } from '../service/index.ts'
import { evidenceOf, lastOutput } from '../timeline/format/evidence.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { connectionBroken, isCausedByMissingSends, sentElsewhere } from './ambiguity.ts'
import type { BackendStatus } from './backend-status.ts'
import { scenarioFailed } from './diagnose.ts'
import { verdictOf } from './to-verdict.ts'
import type { Verdict } from './verdict.ts'
import { type ViolationDetails, ViolationError } from './violation.ts'

/** What the mock gateway waits for where a connection was replaced. */
export const CLOSE_OF_REPLACED = 'the backend to close the token of the replaced connection'

export const NEVER_CLOSED =
  'A second client connected for the same id, and the backend did not close the token of the first client, which now waits for events that never come.'

/** A clause does not hold because something was never sent, be it by mistake or to another address. */
export class NothingSentError extends ViolationError {}

/** The facts about a backend under test that explain a failure. */
export interface BackendFacts {
  readonly status: BackendStatus
  /** How it ended by itself, when it did; e.g. "exit code 1". */
  readonly ended: () => string | undefined
  readonly health: () => Promise<Health>
  /** Gives a process whose connections broke time to be seen ending. */
  readonly awaitExit: () => Promise<void>
  /** Its last log lines since the scenario began. */
  readonly lastLines: () => readonly string[]
  /** Whether the scenario looks at what depends on sends, and the backend has never sent anything. */
  readonly lacksSends: () => boolean
  /** The answers of the status that a diagnosis has asked for. */
  readonly asked: () => { readonly sends?: boolean; readonly findsGateway?: boolean }
}

/** The verdict, and whether all of it would come of a backend that sends nothing to this gateway. */
export interface BackendDiagnosis {
  readonly verdict: Verdict
  readonly isCausedByMissingSends: boolean
}

/** From the error of a scenario about a backend and its timeline to party, finding and evidence. */
export async function diagnoseBackend(
  error: unknown,
  timeline: Timeline,
  facts: BackendFacts,
): Promise<BackendDiagnosis> {
  const details = await explained(error, timeline, facts)
  if (error instanceof NotTestableError)
    return { verdict: verdictOf(details, []), isCausedByMissingSends: false }
  const { party, streams, expected } = details
  const lines = party === 'backend' ? facts.lastLines() : []
  const evidence = [...evidenceOf(timeline, streams, expected), ...lastOutput('backend', lines)]
  return { verdict: verdictOf(details, evidence), isCausedByMissingSends: isCausedByMissingSends(details) }
}

async function explained(error: unknown, timeline: Timeline, facts: BackendFacts): Promise<ViolationDetails> {
  if (error instanceof NotTestableError) {
    return { party: 'configuration', what: 'not-testable', summary: error.message, streams: [] }
  }
  const health = await facts.health()
  const silent = !health.answers
  if (silent) await facts.awaitExit()
  const ended = facts.ended()
  if (ended !== undefined) {
    const summary = `The backend process ended with ${ended} during this scenario.`
    return { party: 'backend', what: 'process-died', summary, streams: [] }
  }
  if (!(error instanceof ViolationError || error instanceof WaitTimeoutError)) return scenarioFailed(error)
  const found = error instanceof ViolationError ? withHealth(error.details, health) : silence(error, health)
  const broken = connectionBroken(found, timeline, facts.status)
  if (broken !== undefined) return broken
  const maySendElsewhere =
    error instanceof NothingSentError || error instanceof WaitTimeoutError || facts.lacksSends()
  return maySendElsewhere && !silent ? sentElsewhere(found, timeline, facts.status) : found
}

/** A callback without an answer, with the health of the backend. */
function withHealth(details: ViolationDetails, { answers, said }: Health): ViolationDetails {
  if (details.party !== 'backend' || details.what !== 'callback-unanswered') return details
  const summary = `${details.summary} Asked for /api/health/healthz, it ${said}.`
  return { ...details, what: answers ? details.what : 'process-hangs', summary }
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
