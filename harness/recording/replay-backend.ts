import { type BackendFacts, diagnoseBackend, redact } from '../diagnosis/index.ts'
import type { Outcome } from '../scenario/outcome.ts'
import type { Timeline } from '../timeline/index.ts'
import { ConfigurationError, NotTestableError } from '../util/errors.ts'
import { backendAsRecorded } from './recorded-backend.ts'
import type { BackendRecording } from './recording.ts'

/** The outcome of a scenario about a backend that ended with this error. @throws ConfigurationError for a file without facts */
export async function backendOutcome(
  error: unknown,
  { backendThen }: BackendRecording,
  timeline: Timeline,
): Promise<Outcome | undefined> {
  if (error === undefined) return undefined
  if (error instanceof NotTestableError) return { notTestable: redact(error.message) }
  const status = backendAsRecorded(backendThen)
  if (status === undefined || backendThen === undefined) {
    throw new ConfigurationError(
      'The saved timeline of a failure does not say how the backend was found; save it again.',
    )
  }
  const facts: BackendFacts = {
    status,
    ended: () => backendThen.ended,
    health: async () => backendThen.health,
    awaitExit: async () => {},
    lastLines: () => backendThen.lastLines,
    lacksSends: () => backendThen.lacksSends === true,
    asked: () => ({}),
  }
  const { verdict } = await diagnoseBackend(error, timeline, facts)
  return { verdict }
}
