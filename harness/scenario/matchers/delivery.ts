import { expect } from 'vitest'
import type { Stream } from '../../client/index.ts'
import type { StreamEnd } from '../../timeline/index.ts'
import { describe, followClose, followEvents, quoted, sendsTo } from '../../verdict/index.ts'
import { producedFor, resolveEvents } from '../resolve-events.ts'
import type { ExpectedEvent } from './declaration.ts'
import { conversationOf, fail, holds } from './matching.ts'

/** Timers may fire a little before their time. Being late is never a failure. */
const TIMER_SLACK = 0.95

expect.extend({
  async toHaveReceived(stream: Stream, events: readonly ExpectedEvent[]) {
    const conversation = conversationOf(stream)
    await conversation.produced(stream, events)
    const fence = await conversation.fence(stream)
    const due = eventsDue(stream, events)
    const violation = followEvents(
      conversation.timeline,
      conversation.gatewayAddress,
      {
        number: stream.number,
        token: stream.token,
        written: stream.writtenEvents,
        received: stream.received,
        ended: stream.ended,
      },
      due,
    )
    if (violation !== undefined) throw violation
    if (typeof fence === 'object') {
      fail({
        party: 'gateway',
        what: 'it refuses sends to an open stream',
        summary: `Everything due arrived on the stream, which is open; the gateway answered a further send to it (the fence) with ${fence.refused.status ?? fence.refused.failure}.`,
        streams: [stream.number],
      })
    }
    return holds
  },

  async toHaveEnded(stream: Stream, how: StreamEnd = 'clean') {
    const conversation = conversationOf(stream)
    if (stream.ended === undefined && stream.isOpen && (await conversation.fence(stream)) === 'passed') {
      throw followClose(conversation.timeline, conversation.gatewayAddress, stream, how)
    }
    await conversation.ended(stream)
    if (stream.ended?.how === how) return holds
    return fail({
      party: 'gateway',
      what: 'it ended the stream in the wrong way',
      summary: `Seen from the client, the stream ended ${stream.ended?.how}${stream.ended?.detail === undefined ? '' : ` (${stream.ended.detail})`}, where ${how} was due ("clean" is a response that the gateway finished, "reset" a connection that broke).`,
      streams: [stream.number],
      expected: `end of stream: ${how}`,
    })
  },

  async toBeOpen(stream: Stream) {
    if ((await conversationOf(stream).fence(stream)) === 'passed') return holds
    return fail({
      party: 'gateway',
      what:
        stream.ended === undefined
          ? 'it refuses sends to an open stream'
          : 'it ended a stream that nobody closed',
      summary: `The gateway opened the stream, and ${stream.ended === undefined ? 'now refuses what is sent to it' : `the stream ended (${stream.ended.how})`}, though nobody had closed it.`,
      streams: [stream.number],
      expected: 'an open stream',
    })
  },

  async toHaveHeartbeats(stream: Stream, count: number, { intervalMs }: { readonly intervalMs: number }) {
    const { timeline } = conversationOf(stream)
    await timeline.waitUntil({
      for: `${count} heartbeats on ${stream.target}`,
      until: () => (stream.comments.length >= count ? true : undefined),
      lastSeen: () => `${stream.comments.length} comments and ${stream.dispatched.length} events`,
    })
    const asked = timeline.all('stream-request').find(entry => entry.stream === stream.number)?.at ?? 0
    const beats = timeline.all('stream-comment').filter(entry => entry.stream === stream.number)
    const early = beats.findIndex(({ at }, n) => at - asked < n * intervalMs * TIMER_SLACK)
    if (early === -1) return holds
    return fail({
      party: 'gateway',
      what: 'its heartbeats come too fast',
      summary: `${early + 1} heartbeats came within ${((beats[early]?.at ?? 0) - asked).toFixed(0)} ms; one in ${intervalMs} ms was due.`,
      streams: [stream.number],
    })
  },
})

/** What is due on a stream, byte for byte. @throws Violation when the backend produced more than it should */
function eventsDue(
  stream: Stream,
  events: readonly ExpectedEvent[],
): readonly { readonly event: string; readonly data: string }[] {
  if (events.every(({ matches }) => matches === undefined) && events.length > 0) {
    return events.map(({ event, data }) => ({ event: event ?? 'message', data }))
  }
  const produced = producedFor(conversationOf(stream).timeline, stream)
  const { due, unproduced, instead, surplus } = resolveEvents(events, produced)
  const [extra] = surplus
  if (extra !== undefined && unproduced === undefined && events.length > 0) {
    fail({
      party: 'backend',
      what: 'it sent what was not due',
      summary: `The backend sent ${describe(extra)} with data ${quoted(extra.data, 100)} to the stream, where nothing more was due.`,
      streams: [stream.number],
      expected: 'nothing more',
    })
  }
  if (unproduced !== undefined && instead !== undefined && !hasFailedSends(stream)) {
    fail({
      party: 'backend',
      what: 'it sent something else than was due',
      summary: `Where ${describeExpected(unproduced)} was due, the backend sent ${describe(instead)} with data ${quoted(instead.data, 160)}.`,
      streams: [stream.number],
      expected: `event: ${unproduced.event ?? 'message'}  data: ${quoted(unproduced.data, 100)}`,
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

function describeExpected({ event = 'message', data }: ExpectedEvent): string {
  return `${describe({ event })} with data like ${quoted(data, 100)}`
}

/** A backend gives a stream up whose sends fail: what it did not send then is not its fault. */
function hasFailedSends(stream: Stream): boolean {
  return sendsTo(conversationOf(stream).timeline, stream.token).some(
    ({ failure, response }) => failure !== undefined || (response?.status ?? 200) !== 200,
  )
}
