import { ConfigurationError, NotTestable, WaitExpired } from '../failure.ts'
import { judgeAgain } from '../scenario/matchers/all.ts'
import { NotRecorded } from '../scenario/matchers/recorded-value.ts'
import type { Outcome } from '../scenario/play.ts'
import type { World } from '../scenario/world.ts'
import { Timeline } from '../timeline/index.ts'
import {
  type BackendCondition,
  diagnose,
  type GatewayCondition,
  redact,
  Violation,
} from '../verdict/index.ts'
import type { RecordedBackend, RecordedFailure, RecordedGateway, Recording } from './recording.ts'

/** What a recording comes to when it is judged again. */
export interface Rejudged {
  /** `undefined` when everything holds. */
  readonly outcome: Outcome | undefined
  readonly timeline: Timeline
  /** How many expectations were judged again. */
  readonly expectations: number
  /** Whether the failure is told as it was found then, since nothing in the record shows it. */
  readonly asFoundThen: boolean
}

/**
 * Judges a recording by what it tells: every expectation on what was recorded before it, and the first that does not hold
 * with the whole record at hand.
 * @throws ConfigurationError when expectations speak of what is not recorded
 */
export async function judgeRecording(recording: Recording): Promise<Rejudged> {
  const timeline = new Timeline()
  const world: World = { ...recording, timeline }
  let expectations = 0
  let error: unknown
  for (const entry of recording.entries) {
    timeline.restore(entry)
    if (entry.kind !== 'expectation' || error !== undefined) continue
    expectations += 1
    try {
      judgeAgain(entry, world)
    } catch (failure) {
      if (failure instanceof NotRecorded) throw notRecorded(failure)
      error = failure
    }
  }
  const asFoundThen = error === undefined && recording.failure !== undefined
  if (recording.failure !== undefined) error ??= failureOf(recording.failure)
  return { outcome: await outcomeOf(error, recording, timeline), timeline, expectations, asFoundThen }
}

async function outcomeOf(
  error: unknown,
  { gatewayThen, backendThen }: Recording,
  timeline: Timeline,
): Promise<Outcome | undefined> {
  if (error === undefined) return undefined
  if (error instanceof NotTestable) return { notTestable: redact(error.message) }
  return { verdict: await diagnose(error, timeline, gatewayThat(gatewayThen), backendThat(backendThen)) }
}

function notRecorded({ message }: NotRecorded): ConfigurationError {
  return new ConfigurationError(
    `The saved timeline expects something of ${message}, which it does not tell of; save it again with this version.`,
  )
}

function failureOf(failure: RecordedFailure): Error {
  switch (failure.name) {
    case 'Violation':
      return new Violation(failure.details)
    case 'WaitExpired':
      return new WaitExpired(failure.waitedFor, failure.limitMs, failure.lastSeen)
    case 'NotTestable':
      return new NotTestable(failure.message)
    default:
      return new Error(failure.message)
  }
}

const NOT_ASKED = 'was not asked'

function gatewayThat(then: RecordedGateway | undefined): GatewayCondition {
  return {
    ended: then?.ended,
    lastLines: then?.lastLines ?? [],
    health: async () => then?.health ?? NOT_ASKED,
    blockedOn: async () => then?.blockedOn,
  }
}

function backendThat(then: RecordedBackend | undefined): BackendCondition | undefined {
  if (then === undefined) return undefined
  const { name, ended, lastLines, sendAddress, health, findsGateway } = then
  return {
    name,
    ended,
    lastLines,
    sendAddress,
    health: async () => health,
    findsGateway: async () => findsGateway,
  }
}
