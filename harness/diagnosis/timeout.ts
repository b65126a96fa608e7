import { markerIn, type Timeline } from '../timeline/index.ts'
import type { WaitTimeoutError } from '../util/errors.ts'
import type { BackendStatus } from './backend-status.ts'
import type { GatewayStatus } from './gateway-status.ts'
import { connectProgress, isAccepting } from './trace/connect-progress.ts'
import type { ViolationDetails } from './violation.ts'

/** Finds the party that kept an expected event from coming within the time limit. */
export async function explainTimeout(
  { message, waitedFor }: WaitTimeoutError,
  timeline: Timeline,
  gateway: GatewayStatus,
  backend: BackendStatus | undefined,
): Promise<ViolationDetails> {
  const common = { streams: [], expected: waitedFor }
  const { answers, said } = await gateway.health()
  if (!answers) {
    return {
      ...common,
      party: 'gateway',
      what: 'process-hangs',
      summary: `${message} Asked for /healthz, the gateway ${said}.`,
    }
  }
  const open = openCallback(timeline)
  const queued = open === undefined ? undefined : queuedCallback(message, timeline)
  if (queued !== undefined) return queued
  if (open !== undefined && timeline.all('callback-held').length > 0) {
    return {
      ...common,
      party: 'gateway',
      what: 'no-callback-timeout',
      summary: `${message} In this scenario the backend holds back its answer to the ${open} callback, and the gateway does not go on without that answer.`,
    }
  }
  if (open !== undefined) {
    const itself =
      backend === undefined ? '' : `; the backend ${(await backend.health()).said} on /api/health/healthz`
    return {
      ...common,
      party: 'backend',
      what: 'callback-unanswered',
      summary: `${message} The backend has not answered the ${open} callback; the gateway ${said} on /healthz and waits for that answer${itself}.`,
    }
  }
  return (
    lostMarker(message, timeline) ??
    unansweredStream(message, timeline) ?? {
      ...common,
      party: 'gateway',
      what: 'no-progress',
      summary: `${message} The gateway ${said} on /healthz, and no callback is unanswered, so only the gateway could go on.`,
    }
  )
}

/** A marker that the gateway took for an open stream and did not write. */
function lostMarker(message: string, timeline: Timeline): ViolationDetails | undefined {
  const last = timeline.all('send-request').findLast(({ fence }) => fence)
  const { response } = timeline.exchanges.send(last?.send)
  const stream = timeline.exchanges.streamWith(last?.command.token)
  if (last === undefined || response?.status !== 200 || stream === undefined) return undefined
  const marker = markerIn(last.command.event?.data)
  const hasCome = [...timeline.all('stream-written'), ...timeline.all('stream-event')].some(
    ({ event }) => markerIn(event.data) === marker,
  )
  if (hasCome || timeline.exchanges.stream(stream).end !== undefined) return undefined
  return {
    party: 'gateway',
    what: 'event-lost-after-accept',
    summary: `After everything else, this program sent a marker (a "fence") to the open stream. The gateway accepted it with 200 and never wrote it. ${message}`,
    streams: [stream],
    expected: 'the fence on the stream',
  }
}

/** A client whose connect callback is not made while that of another one is unanswered. */
function queuedCallback(message: string, timeline: Timeline): ViolationDetails | undefined {
  const open = timeline
    .all('callback-request')
    .find(({ call, payload }) => payload.action === 'connect' && timeline.exchanges.isOpen(call))
  const held = open?.stream
  const waiting = timeline
    .all('stream-request')
    .find(
      ({ stream }) => isPending(timeline, stream) && timeline.exchanges.connect(stream).request === undefined,
    )
  if (open === undefined || waiting === undefined) return undefined
  return {
    party: 'gateway',
    what: 'callbacks-one-at-a-time',
    summary: `The backend has not answered the connect callback of one client. Another client asked for ${waiting.url}, and the gateway makes no connect callback for it. ${message}`,
    streams: [...(held === undefined ? [] : [held]), waiting.stream],
    expected: 'POST connect for the second client too',
  }
}

/** A client that the gateway gave no answer. */
function unansweredStream(message: string, timeline: Timeline): ViolationDetails | undefined {
  const asked = timeline.all('stream-request').findLast(({ stream }) => isPending(timeline, stream))
  if (asked === undefined) return undefined
  const { stream, method, url } = asked
  const { reached, answer } = connectProgress(timeline, stream)
  if (reached === undefined) {
    return {
      party: 'gateway',
      what: 'client-unanswered-without-callback',
      summary: `The client ${method === 'GET' ? 'asked for' : `made the request ${method}`} ${url}. The gateway made no connect callback and gave the client no answer. ${message}`,
      streams: [stream],
      expected: 'POST connect',
    }
  }
  if (answer === undefined) return undefined
  const isHead = answer.kind === 'callback-head' || answer.unended === true
  const isBrokenOff = answer.kind === 'callback-response' && answer.brokenOff === true
  return {
    party: 'gateway',
    what: isHead
      ? 'unfinished-answer-unlimited'
      : isBrokenOff
        ? 'broken-off-answer-unanswered'
        : isAccepting(answer)
          ? 'accepted-stream-unanswered'
          : 'refused-client-unanswered',
    summary: `The client ${method === 'GET' ? 'asked for' : `made the request ${method}`} ${url}. The backend ${isHead ? `began to answer the connect callback ${answer.status}, and never ended the body of that answer` : `answered the connect callback ${answer.status}${isBrokenOff ? ', and broke off the body of that answer' : ''}`}. The gateway gave the client no answer. ${message}`,
    streams: [stream],
    expected: isAccepting(answer) ? '200 text/event-stream' : 'an error status, no event stream',
  }
}

function isPending(timeline: Timeline, stream: number): boolean {
  const { response, end } = timeline.exchanges.stream(stream)
  return response === undefined && end === undefined
}

/** The action of a callback that is still waiting for its answer. */
function openCallback(timeline: Timeline): string | undefined {
  return timeline.all('callback-request').find(({ call }) => timeline.exchanges.isOpen(call))?.payload.action
}
