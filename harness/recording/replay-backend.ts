import { type BackendFacts, diagnoseBackend, redact } from '../diagnosis/index.ts'
import type { Outcome } from '../scenario/outcome.ts'
import type { Timeline } from '../timeline/index.ts'
import { ConfigurationError, NotTestableError } from '../util/errors.ts'
import { backendAsRecorded } from './recorded-backend.ts'
import type { BackendRecording, RecordedBackend } from './recording.ts'

/** The outcome of a scenario about a backend that ended with this error. @throws ConfigurationError for a file without facts */
export async function backendOutcome(
  error: unknown,
  { backendThen, failure, gatewayAddress, target }: BackendRecording,
  timeline: Timeline,
): Promise<Outcome | undefined> {
  if (error === undefined) return undefined
  if (error instanceof NotTestableError) return { notTestable: redact(error.message) }
  if (backendThen === undefined && failure !== undefined) {
    throw new ConfigurationError(
      'The saved timeline of a failure does not say how the backend was found; save it again.',
    )
  }
  const then = backendThen ?? asItShouldBe(target, gatewayAddress)
  const facts: BackendFacts = {
    status: backendAsRecorded(then),
    ended: () => then.ended,
    health: async () => then.health,
    awaitExit: async () => {},
    lastLines: () => then.lastLines,
    lacksSends: () => then.lacksSends === true,
    asked: () => ({}),
  }
  const { verdict } = await diagnoseBackend(error, timeline, facts)
  return { verdict }
}

/** Nothing was asked about the backend of a scenario that went well when it was saved. */
function asItShouldBe(name: string, sendAddress: string): RecordedBackend {
  const health = { answers: true, said: 'was not asked' }
  return {
    name,
    lastLines: [],
    address: sendAddress,
    sendAddress,
    isToldSendAddress: true,
    health,
    sends: true,
  }
}
