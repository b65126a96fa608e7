import type { ClauseId } from '../contract/index.ts'
import type { StreamEnd, Timeline } from '../timeline/index.ts'
import type { WaitTimeoutError } from '../util/errors.ts'
import type { BackendStatus } from './backend-status.ts'
import type { FindingId } from './findings/index.ts'
import type { ExternalGateway, GatewayStatus } from './gateway-status.ts'
import type { DetailsOf, Undecided, ViolationDetails } from './violation.ts'

/** A backend that waits less than this for an answer has not shown that none comes; milliseconds. */
const PATIENCE_MS = 1_000

/** The findings about a backend that sends nothing to the gateway's address: one cause for all clauses that need its sends. */
export const SENT_ELSEWHERE: ReadonlySet<FindingId> = new Set<FindingId>([
  'backend/gateway-url-unused',
  'configuration/gateway-url-wrong',
])

/** Why a clause that needs the sends of such a backend is not testable. @param clause the one that has the finding */
export function sameCauseAs(clause: ClauseId): string {
  return `the backend has sent nothing to the gateway; same cause as ${clause}`
}

/** The findings about a backend that a wrong gateway address can cause. */
const CAUSED_BY_MISSING_SENDS: ReadonlySet<string> = new Set<DetailsOf<'backend'>['what']>([
  'event-not-sent',
  'stream-not-closed',
  'replaced-connection-left-open',
  'task-events-missing',
  'no-progress',
  'concurrent-connects-mixed-up',
  'metrics-wrong',
  'announcement-misreported',
  'readiness-ignores-gateway',
])

/** Whether a wrong gateway address can cause a finding about a backend. */
export function isCausedByMissingSends({ party, what }: Pick<ViolationDetails, 'party' | 'what'>): boolean {
  return party === 'backend' && CAUSED_BY_MISSING_SENDS.has(what)
}

/**
 * Checks whether another party could be at fault as well, because the record lacks something. Returns the finding
 * unchanged where the record decides.
 */
export async function checkAmbiguity(
  found: ViolationDetails,
  timeline: Timeline,
  gateway: GatewayStatus,
  backend?: BackendStatus,
): Promise<ViolationDetails> {
  const hasty = backend === undefined ? undefined : givenUpEarly(found, timeline)
  if (hasty !== undefined) return hasty
  if (found.party === 'gateway' && gateway.foreign !== undefined) {
    return checkExternalGateway(found, timeline, gateway.foreign, gateway.health)
  }
  if (backend === undefined) return found
  return connectionBroken(found, timeline, backend) ?? sentElsewhere(found, timeline, backend)
}

/** A wait that ended twice while the event loop was blocked says nothing about the parties. */
export function harnessStalled(
  found: ViolationDetails,
  { eventLoopStalled }: WaitTimeoutError,
  timeline: Timeline,
): Undecided | undefined {
  const { party } = found
  if (!eventLoopStalled || (party !== 'gateway' && party !== 'backend')) return undefined
  const seconds = timeline.all('harness-stalled').reduce((sum, { ms }) => sum + ms, 0) / 1000
  return undecided(found, ['harness', party], 'harness-stalled', {
    because: `This program itself did not run at the end of that wait, and for ${seconds.toFixed(1)} s in all (the machine is overloaded, or was suspended), so the record does not show whether it came in time.`,
  })
}

/** The gateway did not answer a send: did the backend wait long enough? */
function givenUpEarly(found: ViolationDetails, timeline: Timeline): Undecided | undefined {
  if (found.party !== 'gateway' || found.what !== 'send-unanswered') return undefined
  const waits = timeline.all('send-request').flatMap(({ send, at, command }) => {
    const stream = timeline.exchanges.streamWith(command.token)
    const { failure } = timeline.exchanges.send(send)
    const isItsOwn = stream !== undefined && found.streams.includes(stream)
    return isItsOwn && failure?.reason === 'given-up' ? [failure.at - at] : []
  })
  const shortest = Math.min(...waits)
  if (shortest >= PATIENCE_MS) return undefined
  return undecided(found, ['gateway', 'backend'], 'send-given-up-early', {
    because: `The backend waited only ${shortest.toFixed(0)} ms for the answer, so the record does not show whether the gateway would have answered.`,
  })
}

/** A wait that ended on a slowed connection does not show which party was late. */
export function slowWire(found: ViolationDetails, timeline: Timeline): Undecided | undefined {
  const slow = timeline.all('network').find(({ slows }) => slows === true)
  const { party } = found
  if (slow === undefined || (party !== 'gateway' && party !== 'backend')) return undefined
  return undecided(found, ['network', party], 'slow-connection', {
    because: `On the ${slow.edge} edge, ${slow.text}, so the record does not show whether it was never sent or is still on its way.`,
  })
}

async function checkExternalGateway(
  found: DetailsOf<'gateway'>,
  timeline: Timeline,
  { address, callbackAddress, hasCalledBack }: ExternalGateway,
  health: GatewayStatus['health'],
): Promise<ViolationDetails> {
  if (!hasCalledBack && lacksConnect(found, timeline)) {
    return undecided(found, ['gateway', 'configuration'], 'no-callback-received', {
      because: `Since this run began, no callback came from the gateway to ${callbackAddress}. This program did not set its CALLBACK_URL, so the record does not show whether it makes no callbacks or makes them to another address.`,
    })
  }
  const isSilent = found.what === 'process-hangs'
  if (!isLoopback(address) && (isSilent || hasBroken(found, timeline, ['reset', 'refused']))) {
    return undecided(found, ['network', 'gateway'], 'gateway-connection-broke', {
      because: `Between this program and the gateway at ${address} is a network, and only this end of it is recorded, so the record does not show which of the two broke the connection.`,
    })
  }
  // A gateway that gets a stop signal ends its streams cleanly, and one that hangs answers no send.
  const unanswered = timeline.all('send-failed').some(({ reason }) => reason === 'timeout')
  const mayBeSilent = isSilent || unanswered || hasBroken(found, timeline, ['reset', 'refused', 'clean'])
  if (!mayBeSilent) return found
  const { answers, said } = await health()
  if (answers) return found
  return undecided(found, ['gateway', 'configuration'], 'external-gateway-unresponsive', {
    because: `Asked for /healthz now, the gateway ${said}. This program did not start it, so the record does not show whether it died, hangs, was stopped, or is stuck writing output that nothing reads.`,
  })
}

/** A connection to a backend on another machine broke: the record shows only one end. */
export function connectionBroken(
  found: ViolationDetails,
  timeline: Timeline,
  { address }: Pick<BackendStatus, 'address'>,
): Undecided | undefined {
  if (found.party !== 'backend' || isLoopback(address) || !hasBackendBroken(timeline)) return undefined
  return undecided(found, ['network', 'backend'], 'backend-connection-broke', {
    because: `Between this program and the backend at ${address} is a network, and only this end of it is recorded, so the record does not show which of the two broke the connection.`,
  })
}

/**
 * A backend has sent nothing: does it send elsewhere?
 * @returns what was found, where it has sent something, or where that would explain nothing
 */
export async function sentElsewhere(
  found: ViolationDetails,
  timeline: Timeline,
  { sendAddress, isToldSendAddress, sends, findsGateway }: BackendStatus,
): Promise<ViolationDetails> {
  if (!isCausedByMissingSends(found) || timeline.all('send-request').some(({ fence }) => !fence)) return found
  const finds = await findsGateway()
  if (finds !== false && (await sends())) return found
  const { summary, streams, expected } = found
  if (finds === false) {
    return {
      party: 'configuration',
      what: 'gateway-url-wrong',
      summary: `The backend sent nothing to this gateway (${sendAddress}), and its /api/health/readyz says that no gateway answers, although this one does: its SSE_GATEWAY_URL is another address. ${summary}`,
      streams,
      ...(expected === undefined ? {} : { expected }),
    }
  }
  if (finds === true || isToldSendAddress) {
    const origin = isToldSendAddress ? ', which this program gave it as SSE_GATEWAY_URL' : ''
    const came =
      finds === true
        ? `The backend asked the gateway at ${sendAddress}${origin}, whether it is alive, and has sent nothing to it`
        : `Since the backend was started, nothing came from it to ${sendAddress}${origin}`
    return {
      party: 'backend',
      what: 'gateway-url-unused',
      summary: `${came}: it sends nothing, or sends to another address. ${summary}`,
      streams,
      ...(expected === undefined ? {} : { expected }),
    }
  }
  return undecided(found, ['backend', 'configuration'], 'no-send-received', {
    because: `The backend sent nothing to this gateway (${sendAddress}). This program did not set its SSE_GATEWAY_URL, so the record does not show whether it sends nothing or sends elsewhere.`,
  })
}

function undecided(
  { summary, streams, expected }: ViolationDetails,
  between: Undecided['between'],
  what: Undecided['what'],
  { because }: { readonly because: string },
): Undecided {
  return {
    party: 'undecided',
    between,
    what,
    summary: `${summary} ${because}`,
    streams,
    ...(expected === undefined ? {} : { expected }),
  }
}

/** Whether a stream that it is about came to the gateway and no callback of it to us. */
function lacksConnect({ streams }: ViolationDetails, timeline: Timeline): boolean {
  const concerned = streams.length > 0 ? streams : timeline.all('stream-request').map(({ stream }) => stream)
  return concerned.some(stream => timeline.exchanges.connect(stream).request === undefined)
}

/** Whether a connection to the gateway broke on the way to what was found, or a stream ended in one of these ways. */
function hasBroken(
  { streams, what }: DetailsOf<'gateway'>,
  timeline: Timeline,
  ends: readonly StreamEnd[],
): boolean {
  const isItsOwn = (stream: number | undefined): boolean =>
    streams.length === 0 || (stream !== undefined && streams.includes(stream))
  const ended = timeline.all('stream-end').some(({ stream, how }) => isItsOwn(stream) && ends.includes(how))
  const failed = timeline.all('send-request').some(({ send, command }) => {
    const isBroken = timeline.exchanges.send(send).failure?.reason === 'broken'
    return isBroken && isItsOwn(timeline.exchanges.streamWith(command.token))
  })
  return ended || failed || what === 'connect-callback-timeout-too-short'
}

/** Whether a connection to the backend broke, or one that it should have answered. */
function hasBackendBroken(timeline: Timeline): boolean {
  return (
    timeline.all('callback-unanswered').some(({ broke }) => broke === true) ||
    timeline.all('hook').some(({ broke }) => broke === true)
  )
}

/** Whether an address is on this machine, with no network between. */
function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
