import { evidenceOf, lastOutput } from '../timeline/format/evidence.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { checkAmbiguity, harnessStalled, slowWire } from './ambiguity.ts'
import type { BackendStatus } from './backend-status.ts'
import { findDeadlock } from './deadlock.ts'
import { checkFront } from './front.ts'
import type { GatewayStatus } from './gateway-status.ts'
import { explainTimeout } from './timeout.ts'
import { verdictOf } from './to-verdict.ts'
import type { Verdict } from './verdict.ts'
import { type DetailsOf, type ViolationDetails, ViolationError } from './violation.ts'

/** Findings about the gateway's process: its last output may explain them. */
const ABOUT_THE_PROCESS: ReadonlySet<string> = new Set<DetailsOf<'gateway'>['what']>([
  'process-died',
  'process-hangs',
  'no-progress',
  'stop-ignored',
  'stop-waits-for-streams',
  'exit-code-wrong',
  'restart-fails',
  'needs-writable-root',
])

/** Finds the party and the cause from the error of a scenario and its timeline. */
export async function diagnose(
  error: unknown,
  timeline: Timeline,
  gateway: GatewayStatus,
  backend?: BackendStatus,
): Promise<Verdict> {
  if (error instanceof NotTestableError) return verdictOf(notTestable(error), [])
  const details = await checkFront(await explained(error, timeline, gateway, backend), timeline)
  const { party, what, streams, expected } = details
  const printed =
    party === 'backend'
      ? lastOutput('backend', backend?.lastLines ?? [])
      : party === 'gateway' && ABOUT_THE_PROCESS.has(what)
        ? lastOutput('gateway', gateway.lastLines)
        : []
  return verdictOf(details, [...evidenceOf(timeline, streams, expected), ...printed])
}

async function explained(
  error: unknown,
  timeline: Timeline,
  gateway: GatewayStatus,
  backend: BackendStatus | undefined,
): Promise<ViolationDetails> {
  if (gateway.ended !== undefined) {
    const summary = `The gateway process ended with ${gateway.ended} during this scenario.`
    return { party: 'gateway', what: 'process-died', summary, streams: [] }
  }
  if (backend?.ended !== undefined) {
    const summary = `The backend process (${backend.name}) ended with ${backend.ended} during this scenario.`
    return { party: 'backend', what: 'process-died', summary, streams: [] }
  }
  const isFailure = error instanceof ViolationError || error instanceof WaitTimeoutError
  const broken = timeline.all('network').find(({ breaks }) => breaks)
  if (broken !== undefined && isFailure) return networkBroke(broken, error, timeline)
  const circle = backend === undefined ? undefined : findDeadlock(timeline)
  if (circle !== undefined) return circle
  if (!isFailure) return scenarioFailed(error)
  const unread = await outputUnread(error, gateway)
  if (unread !== undefined) return unread
  if (error instanceof ViolationError) return checkAmbiguity(error.details, timeline, gateway, backend)
  const found = await explainTimeout(error, timeline, gateway, backend)
  return (
    slowWire(found, timeline) ??
    harnessStalled(found, error, timeline) ??
    checkAmbiguity(found, timeline, gateway, backend)
  )
}

/** A gateway that is blocked on output that nothing reads does nothing else. */
async function outputUnread(
  error: ViolationError | WaitTimeoutError,
  gateway: GatewayStatus,
): Promise<ViolationDetails | undefined> {
  const isTheGateways = error instanceof WaitTimeoutError || error.details.party === 'gateway'
  const blocked = isTheGateways ? await gateway.blockedOn() : undefined
  if (blocked === undefined) return undefined
  const { seen, streams, expected } = seenOf(error)
  return {
    party: 'configuration',
    what: 'output-not-read',
    summary: `${seen} The gateway process is alive but stuck writing to its ${blocked}, which nothing reads.`,
    streams,
    ...(expected === undefined ? {} : { expected }),
  }
}

function notTestable({ message }: NotTestableError): ViolationDetails {
  return { party: 'configuration', what: 'not-testable', summary: message, streams: [] }
}

/** An error that no scenario throws on purpose. */
export function scenarioFailed(error: unknown): ViolationDetails {
  const summary = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { party: 'harness', what: 'scenario-failed', summary, streams: [] }
}

/** What a failure showed, and on which streams. */
function seenOf(error: ViolationError | WaitTimeoutError): {
  readonly seen: string
  readonly streams: readonly number[]
  readonly expected: string | undefined
} {
  if (error instanceof WaitTimeoutError)
    return { seen: error.message, streams: [], expected: error.waitedFor }
  const { expected, streams, summary } = error.details
  return { seen: summary, streams, expected }
}

function networkBroke(
  { edge, slowerMs, text }: EntryOf<'network'>,
  error: ViolationError | WaitTimeoutError,
  timeline: Timeline,
): ViolationDetails {
  const { seen, streams, expected } = seenOf(error)
  const common = { streams, ...(expected === undefined ? {} : { expected }) }
  if (slowerMs !== undefined) {
    const seconds = slowerMs / 1_000
    const limit =
      edge === 'callback'
        ? `The network delayed every callback by ${seconds} s, and a gateway waits 5 s for the answer.`
        : `The network delayed everything on the ${edge} edge by ${seconds} s.`
    return {
      ...common,
      party: 'network',
      what: `${edge}-edge-slow`,
      summary: `${limit} Result: ${seen}`,
    }
  }
  return {
    ...common,
    party: 'network',
    what: `${edge}-edge-broke`,
    summary: `On the ${edge} edge, ${text}. Result: ${seen}${edge === 'send' ? describeNestedWait(timeline) : ''}`,
  }
}

/** How a send that gets no answer keeps a client waiting: from inside the connect callback. */
function describeNestedWait(timeline: Timeline): string {
  const { exchanges } = timeline
  const open = timeline
    .all('callback-request')
    .find(
      ({ call, payload }) => payload.action === 'connect' && exchanges.callback(call).response === undefined,
    )
  const sent = timeline
    .all('send-request')
    .some(({ at, send }) => open !== undefined && at > open.at && exchanges.send(send).response === undefined)
  if (!sent) return ''
  return ' A send from inside the connect callback got no answer: the backend waited for that answer, the gateway for the answer to the callback, and the client for the gateway.'
}
