import { TIMER_SLACK } from '../../contract/timing.ts'
import {
  backendFault,
  describeEvent,
  eventLine,
  gatewayFault,
  isReadySignal,
  productionsOf,
  quoted,
  traceClose,
  traceEvents,
  type ViolationError,
} from '../../diagnosis/index.ts'
import type { ExpectedEvent } from '../../scenario/expected-event.ts'
import { producedFor, resolveEvents } from '../../scenario/gateway/match-events.ts'
import { waitForClose, waitForEvents } from '../../scenario/gateway/wait-for-backend.ts'
import { markerIn, type StreamEnd } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, recordOf, unlessExpired, waitBefore } from '../registry.ts'
import { causeOfEnd } from './end-cause.ts'
import { sentInstead } from './sent-instead.ts'
import { isEndOfStop } from './stopping.ts'

const DELIVERY = defineMatchers({
  toHaveReceived: received,

  toHaveEnded(stream: StreamView, how: StreamEnd = 'clean') {
    const { timeline, gatewayAddress } = recordOf(stream)
    if (stream.ended === undefined) return traceClose(timeline, gatewayAddress, stream, how)
    if (stream.ended?.how === how) return undefined
    const isStopping = isEndOfStop(timeline, stream.number)
    const isCut = how === 'clean' && stream.ended.how === 'reset'
    return gatewayFault(stream, {
      what: isCut ? (isStopping ? 'stop-cuts-streams' : 'stream-cut') : 'stream-ended-wrongly',
      summary: isCut
        ? `${isStopping ? 'The gateway got a stop signal. It' : 'The gateway'} cut the connection of the client${stream.ended.detail === undefined ? '' : ` (${stream.ended.detail})`} instead of finishing the response.`
        : `The stream ended ${stream.ended.how}${stream.ended.detail === undefined ? '' : ` (${stream.ended.detail})`}, expected ${how} ("clean" is a finished response, "reset" a connection that broke).`,
      expected: `end of stream: ${how}`,
    })
  },

  toBeOpen(stream: StreamView) {
    const { timeline } = recordOf(stream)
    if (stream.ended === undefined && isFenced(stream)) return undefined
    const cause = stream.ended === undefined ? undefined : causeOfEnd(timeline, stream)
    return gatewayFault(stream, {
      what: stream.ended === undefined ? 'open-stream-refuses-sends' : (cause?.what ?? 'open-stream-ended'),
      summary: `The gateway opened the stream, and ${stream.ended === undefined ? 'now refuses sends to it' : `the stream ended (${stream.ended.how})`}, though neither the backend nor the client had closed it.${cause === undefined ? '' : ` ${cause.description}`}`,
      expected: 'an open stream',
    })
  },

  toHaveHeartbeats(stream: StreamView, count: number, { intervalMs }: { readonly intervalMs: number }) {
    const { timeline } = recordOf(stream)
    const asked = timeline.exchanges.stream(stream.number).request?.at ?? 0
    const beats = timeline.all('stream-comment').filter(entry => entry.stream === stream.number)
    if (beats.length < count) {
      const strays = stream.received.filter(
        event => !isReadySignal(event) && productionsOf(timeline, stream, event).length === 0,
      ).length
      const others = stream.received.length === 0 ? ' It sent nothing else either.' : ''
      return gatewayFault(stream, {
        what: strays > 0 ? 'heartbeat-as-event' : 'heartbeat-missing',
        summary: `The gateway sent ${beats.length === 0 ? 'no heartbeat' : `${beats.length} of ${count} heartbeats`} as a comment on the open stream, expected one every ${intervalMs} ms.${strays === 0 ? others : ` It sent ${strays === 1 ? 'an event' : `${strays} events`} instead, which the backend never sent.`}`,
        expected: `${count} comments, one every ${intervalMs} ms`,
      })
    }
    const early = beats.findIndex(({ at }, n) => at - asked < n * intervalMs * TIMER_SLACK)
    if (early === -1) return undefined
    return gatewayFault(stream, {
      what: 'heartbeat-too-fast',
      summary: `The gateway sent ${early + 1} heartbeats within ${((beats[early]?.at ?? 0) - asked).toFixed(0)} ms, expected one every ${intervalMs} ms.`,
    })
  },
})

waitBefore(DELIVERY, {
  toHaveReceived: produced,
  toHaveEnded: async stream => {
    const client = clientOf(stream)
    await waitForClose(client.backend, stream)
    if (stream.ended === undefined && stream.isOpen && (await client.fence(stream)) === 'passed') return
    await client.waitForEnd(stream)
  },
  toBeOpen: stream => clientOf(stream).fence(stream),
  toHaveHeartbeats: (stream, count) =>
    unlessExpired(
      recordOf(stream).timeline.waitUntil({
        for: `${count} heartbeats on ${stream.target}`,
        until: () => (stream.comments.length >= count ? true : undefined),
      }),
    ),
})

/** Waits until the backend has produced these events, and a fence after them has passed or cannot pass. */
export async function produced(stream: StreamView, events: readonly ExpectedEvent[]): Promise<void> {
  const client = clientOf(stream)
  await waitForEvents(client.backend, stream, events)
  await client.fence(stream)
}

/** Exactly these events, in this order. */
export function received(stream: StreamView, events: readonly ExpectedEvent[]): ViolationError | undefined {
  const { timeline, gatewayAddress } = recordOf(stream)
  const due = eventsDue(stream, events)
  const violation = traceEvents(
    timeline,
    gatewayAddress,
    {
      number: stream.number,
      token: stream.token,
      written: stream.writtenEvents,
      received: stream.received,
      ended: stream.ended,
    },
    due,
  )
  if (violation !== undefined) return violation
  const fence = lastFence(stream)
  if (stream.ended === undefined && fence !== undefined && fence.status !== 200) {
    return gatewayFault(stream, {
      what: 'open-stream-refuses-sends',
      summary: `Every expected event arrived, and the stream is open. But the gateway answered one more send to it, a marker of this program (the fence), with ${fence.status ?? fence.failure}.`,
      expected: '200 to the fence',
    })
  }
  return undefined
}

/** The last marker that was sent to a stream, and what became of the send. */
function lastFence(
  stream: StreamView,
):
  | { readonly id: string; readonly status: number | undefined; readonly failure: string | undefined }
  | undefined {
  const { timeline } = recordOf(stream)
  const sent = timeline
    .all('send-request')
    .findLast(({ command, fence }) => fence && command.token === stream.token)
  if (sent === undefined) return undefined
  const { response, failure } = timeline.exchanges.send(sent.send)
  return { id: markerIn(sent.command.event?.data) ?? '', status: response?.status, failure: failure?.why }
}

/** Whether the last marker that was sent to a stream has arrived. */
function isFenced(stream: StreamView): boolean {
  const fence = lastFence(stream)
  return fence !== undefined && stream.hasSeen(fence.id)
}

/** The events that a stream should have, byte for byte. @throws ViolationError when the backend produced more than it should */
function eventsDue(
  stream: StreamView,
  events: readonly ExpectedEvent[],
): readonly { readonly event: string; readonly data: string }[] {
  if (events.every(({ alike }) => alike === undefined) && events.length > 0) {
    return events.map(({ event, data }) => ({ event: event ?? 'message', data }))
  }
  const produced = producedFor(recordOf(stream).timeline, stream)
  const { due, unproduced, instead, surplus } = resolveEvents(events, produced)
  const [extra] = surplus
  if (extra !== undefined && unproduced === undefined && events.length > 0) {
    throw backendFault(stream, {
      what: 'event-unexpected',
      summary: `The backend sent ${describeEvent(extra)} with data ${quoted(extra.data, 100)} to the stream, expected nothing more.`,
      expected: 'nothing more',
    })
  }
  if (unproduced !== undefined && instead !== undefined && !hasFailedSends(stream)) {
    throw backendFault(stream, {
      ...sentInstead(unproduced, instead, events.slice(events.indexOf(unproduced) + 1)),
      expected: eventLine({ event: unproduced.event ?? 'message', data: unproduced.data }, 100),
    })
  }
  const { greeting } = produced
  const [first] = stream.received
  // Whether the answer's own event is forwarded is another clause's business, unless it is expected here.
  const isAside =
    greeting !== undefined &&
    !(due[0]?.event === greeting.event && due[0].data === greeting.data) &&
    first?.event === greeting.event &&
    first.data === greeting.data
  return isAside ? [greeting, ...due] : due
}

/** A backend gives a stream up whose sends fail: what it did not send then is not its fault. */
function hasFailedSends(stream: StreamView): boolean {
  return recordOf(stream)
    .timeline.exchanges.sendsTo(stream.token)
    .some(({ failure, response }) => failure !== undefined || (response?.status ?? 200) !== 200)
}
