import {
  type BackendFacts,
  type BackendStatus,
  type GatewayStatus,
  ViolationError,
} from '../diagnosis/index.ts'
import { expectationBehind } from '../matchers/registry.ts'
import type { Completed, CompletedBackendScenario, CompletedScenario } from '../scenario/outcome.ts'
import type { NamedScenario } from '../scenario/scenario-name.ts'
import type { Provenance } from '../session/run-settings.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import type {
  BackendRecording,
  GatewayRecording,
  RecordedBackend,
  RecordedFailure,
  RecordedGateway,
  RecordedScenario,
} from './recording.ts'

/** Everything that is needed to judge a scenario again. Asks gateway and backend how they stand, where it failed. */
export async function createRecording(
  scenario: NamedScenario,
  moment: CompletedScenario,
  { backend: named, ...provenance }: Provenance,
): Promise<GatewayRecording> {
  const { error, session, world } = moment
  const { condition: gateway, backendCondition: backend } = session
  const { capabilities, clientAddress, isScripted } = world
  if (capabilities === undefined) throw new TypeError('A scenario is judged by capabilities.')
  return {
    ...recordedScenario(scenario, moment, provenance),
    // In a scenario with a script the mock backend plays, whoever was named.
    ...(named === undefined || isScripted ? {} : { backend: named }),
    capabilities,
    clientAddress,
    isScripted,
    ...(error === undefined ? {} : { gatewayThen: await recordedGateway(gateway) }),
    ...(error === undefined || backend === undefined ? {} : { backendThen: await recordedBackend(backend) }),
  }
}

/** Everything that is needed to judge a scenario about a backend again. */
export async function createBackendRecording(
  scenario: NamedScenario,
  moment: CompletedBackendScenario,
  { harness, target }: Omit<Provenance, 'backend'>,
): Promise<BackendRecording> {
  const { backendMode } = moment.world
  return {
    ...recordedScenario(scenario, moment, { harness, target }),
    ...(backendMode === undefined ? {} : { backendMode }),
    ...(moment.verdict === undefined ? {} : { backendThen: await recordedFacts(moment.facts) }),
  }
}

/** What any recording holds. A failure is kept as it was found where no expectation in the record shows it. */
function recordedScenario(
  { clause, variant }: NamedScenario,
  { entries, error, verdict, world }: Completed,
  provenance: Omit<Provenance, 'backend'>,
): RecordedScenario {
  const expectation = expectationBehind(error)
  const decisive = expectation === undefined ? -1 : entries.indexOf(expectation)
  const holds = error === undefined && verdict === undefined
  return {
    clause,
    ...(variant === undefined ? {} : { variant }),
    ...provenance,
    playedAt: new Date().toISOString(),
    gatewayAddress: world.gatewayAddress,
    entries,
    ...(decisive === -1 ? {} : { decisive }),
    ...(holds || decisive !== -1 ? {} : { failure: recordedFailure(error) }),
  }
}

/** A failure as it is kept where judging the record again would not find it. */
function recordedFailure(error: unknown): RecordedFailure {
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
