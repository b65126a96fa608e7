import { diagnose, type GatewayStatus, printable, redact, ViolationError } from '../diagnosis/index.ts'
import { MissingFromRecordError } from '../matchers/recorded-value.ts'
import { rejudge } from '../matchers/registry.ts'
import '../matchers/backend/all.ts'
import '../matchers/gateway/all.ts'
import type { Outcome } from '../scenario/outcome.ts'
import type { ScenarioRecord } from '../scenario/scenario-record.ts'
import type { Health } from '../service/index.ts'
import { Timeline } from '../timeline/index.ts'
import { ConfigurationError, NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { backendAsRecorded } from './recorded-backend.ts'
import {
  type GatewayRecording,
  isAboutGateway,
  type RecordedFailure,
  type RecordedGateway,
  type Recording,
} from './recording.ts'
import { backendOutcome } from './replay-backend.ts'

/** What a recording comes to when it is judged again. */
export interface ReplayedVerdict {
  /** `undefined` when everything holds. */
  readonly outcome: Outcome | undefined
  readonly timeline: Timeline
  /** How many expectations were judged again. */
  readonly expectations: number
  /** Whether the failure is told as it was found then, since nothing in the record shows it. */
  readonly asFoundThen: boolean
  /** Whether it failed when it was saved, and holds by what this version makes of it. */
  readonly holdsNow: boolean
}

/**
 * Judges a recording by what it tells: every expectation on what was recorded before it. Of those that do not hold, the
 * one that ended the scenario is told, else the first; with the whole record at hand.
 * @throws ConfigurationError when it tells what cannot be, or expects something of what is not recorded
 */
export async function replayRecording(recording: Recording): Promise<ReplayedVerdict> {
  try {
    return await rejudged(recording)
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(
      `The saved timeline tells what cannot be (${printable(String(error)).slice(0, 200)}); save it again.`,
    )
  }
}

/** Above this, so many expectations of so many entries would keep us busy for minutes; real ones stay far below. */
const MAX_LOOKS = 100_000_000

async function rejudged(recording: Recording): Promise<ReplayedVerdict> {
  const { length } = recording.entries
  const looks = recording.entries.filter(({ kind }) => kind === 'expectation').length * length
  if (looks > MAX_LOOKS) {
    throw new ConfigurationError(
      `The saved timeline has ${looks / length} expectations in ${length} entries, more than any scenario has; save it again.`,
    )
  }
  const timeline = new Timeline()
  const world = worldOf(recording, timeline)
  let expectations = 0
  const errors = new Map<number, unknown>()
  for (const [place, entry] of recording.entries.entries()) {
    timeline.restore(entry)
    if (entry.kind !== 'expectation') continue
    expectations += 1
    try {
      rejudge(entry, world)
    } catch (error) {
      if (error instanceof MissingFromRecordError) throw notRecorded(error)
      if (!(error instanceof ViolationError || error instanceof NotTestableError)) throw error
      errors.set(place, error)
    }
  }
  const { decisive = -1, failure } = recording
  // Where something else ended the scenario, it went on behind every expectation that does not hold.
  const error =
    failure === undefined ? (errors.get(decisive) ?? errors.values().next().value) : failureOf(failure)
  const outcome = isAboutGateway(recording)
    ? await outcomeOf(error, recording, timeline)
    : await backendOutcome(error, recording, timeline)
  const holdsNow = outcome === undefined && decisive >= 0
  return { outcome, timeline, expectations, asFoundThen: failure !== undefined, holdsNow }
}

/** What the expectations of a recording are judged by. */
function worldOf(recording: Recording, timeline: Timeline): ScenarioRecord {
  if (isAboutGateway(recording)) return { ...recording, timeline }
  const clientAddress = recording.gatewayAddress
  return { ...recording, timeline, clientAddress, capabilities: undefined, isScripted: true }
}

async function outcomeOf(
  error: unknown,
  { gatewayThen, backendThen }: GatewayRecording,
  timeline: Timeline,
): Promise<Outcome | undefined> {
  if (error === undefined) return undefined
  if (error instanceof NotTestableError) return { notTestable: redact(error.message) }
  const backend = backendThen === undefined ? undefined : backendAsRecorded(backendThen)
  return { verdict: await diagnose(error, timeline, gatewayThat(gatewayThen), backend) }
}

function notRecorded({ message }: MissingFromRecordError): ConfigurationError {
  return new ConfigurationError(
    `The saved timeline expects something of ${message}, which it does not tell of; save it again with this version.`,
  )
}

function failureOf(failure: RecordedFailure): Error {
  switch (failure.name) {
    case 'Violation':
      return new ViolationError(failure.details)
    case 'WaitExpired':
      return new WaitTimeoutError(
        failure.waitedFor,
        failure.limitMs,
        failure.lastSeen,
        failure.eventLoopStalled,
      )
    case 'NotTestable':
      return new NotTestableError(failure.message)
    default:
      return new Error(failure.message)
  }
}

const NOT_ASKED: Health = { answers: false, said: 'was not asked' }

function gatewayThat(then: RecordedGateway | undefined): GatewayStatus {
  return {
    ended: then?.ended,
    lastLines: then?.lastLines ?? [],
    health: async () => then?.health ?? NOT_ASKED,
    blockedOn: async () => then?.blockedOn,
    ...(then?.foreign === undefined ? {} : { foreign: then.foreign }),
  }
}
