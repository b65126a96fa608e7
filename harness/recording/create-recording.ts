import { type BackendStatus, type GatewayStatus, ViolationError } from '../diagnosis/index.ts'
import { expectationBehind } from '../matchers/gateway/all.ts'
import type { CompletedScenario } from '../scenario/outcome.ts'
import type { NamedScenario } from '../scenario/scenario-name.ts'
import type { Provenance } from '../session/run-settings.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import type { GatewayRecording, RecordedBackend, RecordedFailure, RecordedGateway } from './recording.ts'

/** Everything that is needed to judge a scenario again. Asks gateway and backend how they stand, where it failed. */
export async function createRecording(
  { clause, variant }: NamedScenario,
  { world, entries, error, session }: CompletedScenario,
  { backend: named, ...provenance }: Provenance,
): Promise<GatewayRecording> {
  const { condition: gateway, backendCondition: backend } = session
  const { capabilities, gatewayAddress, clientAddress, isScripted } = world
  if (capabilities === undefined) throw new TypeError('A scenario is judged by capabilities.')
  const expectation = expectationBehind(error)
  const decisive = expectation === undefined ? -1 : entries.indexOf(expectation)
  const failure = error === undefined || decisive !== -1 ? undefined : recordedFailure(error)
  return {
    clause,
    ...(variant === undefined ? {} : { variant }),
    ...provenance,
    // In a scenario with a script the mock backend plays, whoever was named.
    ...(named === undefined || isScripted ? {} : { backend: named }),
    playedAt: new Date().toISOString(),
    capabilities,
    gatewayAddress,
    clientAddress,
    isScripted,
    entries,
    ...(decisive === -1 ? {} : { decisive }),
    ...(failure === undefined ? {} : { failure }),
    ...(error === undefined ? {} : { gatewayThen: await recordedGateway(gateway) }),
    ...(error === undefined || backend === undefined ? {} : { backendThen: await recordedBackend(backend) }),
  }
}

/** A failure as it is kept where judging the record again would not find it. */
export function recordedFailure(error: unknown): RecordedFailure {
  if (error instanceof ViolationError) return { name: 'Violation', details: error.details }
  if (error instanceof WaitTimeoutError) {
    const { waitedFor, limitMs, lastSeen, eventLoopStalled } = error
    const told = { waitedFor, limitMs, lastSeen }
    return { name: 'WaitExpired', ...told, ...(eventLoopStalled ? { eventLoopStalled } : {}) }
  }
  if (error instanceof NotTestableError) return { name: 'NotTestable', message: error.message }
  return { name: 'Error', message: error instanceof Error ? error.message : String(error) }
}

/** Asks a gateway for all that a diagnosis might. */
async function recordedGateway(condition: GatewayStatus): Promise<RecordedGateway> {
  const { ended, foreign, lastLines } = condition
  const blockedOn = await condition.blockedOn()
  return {
    ...(ended === undefined ? {} : { ended }),
    lastLines,
    health: await condition.health(),
    ...(foreign === undefined ? {} : { foreign }),
    ...(blockedOn === undefined ? {} : { blockedOn }),
  }
}

/** Asks a backend for all that a diagnosis might. */
async function recordedBackend(condition: BackendStatus): Promise<RecordedBackend> {
  const { name, ended, lastLines, address, sendAddress, isToldSendAddress } = condition
  const findsGateway = await condition.findsGateway()
  return {
    name,
    ...(ended === undefined ? {} : { ended }),
    lastLines,
    address,
    sendAddress,
    isToldSendAddress,
    health: await condition.health(),
    sends: await condition.sends(),
    ...(findsGateway === undefined ? {} : { findsGateway }),
  }
}
