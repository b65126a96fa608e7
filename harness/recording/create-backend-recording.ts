import type { BackendFacts } from '../diagnosis/index.ts'
import type { CompletedBackendScenario } from '../scenario/outcome.ts'
import type { NamedScenario } from '../scenario/scenario-name.ts'
import type { Provenance } from '../session/run-settings.ts'
import { recordedFailure } from './create-recording.ts'
import type { BackendRecording, RecordedBackend } from './recording.ts'

/** Everything that is needed to judge a scenario about a backend again. */
export async function createBackendRecording(
  { clause, variant }: NamedScenario,
  { entries, error, facts, gatewayAddress, verdict }: CompletedBackendScenario,
  { harness, target }: Omit<Provenance, 'backend'>,
): Promise<BackendRecording> {
  return {
    clause,
    ...(variant === undefined ? {} : { variant }),
    target,
    harness,
    playedAt: new Date().toISOString(),
    gatewayAddress,
    entries,
    ...(verdict === undefined
      ? {}
      : { failure: recordedFailure(error), backendThen: await recordedFacts(facts) }),
  }
}

/** The facts as the diagnosis found them; it asks for nothing that the diagnosis did not ask for but health. */
async function recordedFacts(facts: BackendFacts): Promise<RecordedBackend> {
  const { address, isToldSendAddress, name, sendAddress } = facts.status
  const ended = facts.ended()
  return {
    name,
    ...(ended === undefined ? {} : { ended }),
    lastLines: facts.lastLines(),
    address,
    sendAddress,
    isToldSendAddress,
    health: await facts.health(),
    ...facts.asked(),
    ...(facts.lacksSends() ? { lacksSends: true } : {}),
  }
}
