import { type Entry, type EntryOf, sameEvent, type Timeline } from '../timeline/index.ts'
import { type EventOnStream, occurrences } from './event-sequence.ts'
import type { Origin } from './findings/index.ts'
import { isReadySignal, READY_TOLD } from './of-another-edition.ts'
import { describe, named, quoted } from './printable.ts'
import {
  type FollowedStream,
  isSentEvent,
  isWhileOpening,
  type Production,
  productionsOf,
  sendsTo,
  streamOf,
} from './production.ts'
import { Violation } from './violation.ts'

/** An event that arrived where nothing or something else was due: who brought it there? */
export function followExtra(
  timeline: Timeline,
  stream: FollowedStream,
  arrived: EventOnStream,
  at: number,
): Violation {
  const name = describe(arrived)
  const end = { streams: [stream.number], expected: `in place ${at + 1} something else than ${name}` }
  const own = productionsOf(timeline, stream, arrived)
  const isSentSoOften =
    own.every(({ how, status }) => how === 'send' && status === 200) &&
    own.length >= occurrences(stream.received, arrived)
  if (own.length > 0 && isSentSoOften) {
    return new Violation({
      ...end,
      party: 'backend',
      what: 'event-unexpected',
      summary: `The backend sent ${name} with data ${quoted(arrived.data, 100)} ${own.length === 1 ? '' : `${own.length} times `}to the stream, where nothing or something else was due; the gateway delivered it as it was sent.`,
    })
  }
  if (own.length > 0) {
    return new Violation({ ...end, party: 'gateway', ...writtenTooOften(stream, arrived, own) })
  }
  if (isReadySignal(arrived)) {
    return new Violation({ ...end, party: 'gateway', what: 'ready-event-unexpected', summary: READY_TOLD })
  }
  const owner = sentAnywhere(timeline, arrived)
  const idle = sendsTo(timeline, stream.token).find(
    ({ request: { command }, response }) =>
      command.event === undefined && command.close !== true && response?.status === 200,
  )
  if (owner !== undefined) {
    const other = streamOf(timeline, owner.command.token)
    return new Violation({
      ...end,
      streams: other === undefined ? [stream.number] : [other, stream.number],
      party: 'gateway',
      what: 'event-on-wrong-stream',
      summary: `The backend sent ${named(arrived)} to the token of ${other === undefined ? 'another stream' : `stream ${nameOf(timeline, other)}`}, and the gateway wrote it to the stream ${nameOf(timeline, stream.number)}.`,
    })
  }
  const closing = arrived.data === '' && arrived.event === 'message' ? bareClose(timeline, stream) : undefined
  if (closing !== undefined) {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'close-written-as-empty-event',
      summary: `The backend asked for a close without an event (${closing.where}), and the gateway wrote ${name} with empty data to the stream; a close alone writes nothing.`,
      origin: closing.origin,
    })
  }
  if (idle !== undefined && arrived.data === '') {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'event-invented',
      summary: `The backend made a send with neither an event nor a close in it (${quoted(idle.request.raw, 100)}), and the gateway accepted it and wrote ${name} with empty data to the stream, where nothing was to be written.`,
      manner: 'written for nothing',
    })
  }
  return new Violation({
    ...end,
    party: 'gateway',
    what: 'event-invented',
    summary: `The client received ${name} with data ${quoted(arrived.data)}, which the backend neither sent nor put into its connect answer: the gateway wrote it of its own accord.`,
  })
}

/** A close without an event that the gateway accepted for a stream before it wrote an empty event: a send, or the connect answer. */
function bareClose(
  timeline: Timeline,
  stream: FollowedStream,
): { readonly where: string; readonly origin: Origin } | undefined {
  const { entries } = timeline
  const written = timeline
    .all('stream-written')
    .findLast(({ stream: number, event }) => number === stream.number && sameEvent(event, { data: '' }))
  const isBefore = (entry: Entry): boolean =>
    written === undefined || entries.indexOf(entry) < entries.indexOf(written)
  const close = sendsTo(timeline, stream.token).find(
    ({ request, response }) =>
      request.command.event === undefined &&
      request.command.close === true &&
      response?.status === 200 &&
      isBefore(request),
  )
  if (close !== undefined) {
    const isEarly = isWhileOpening(timeline, stream, close.request.at)
    return {
      where: `${quoted(close.request.raw, 100)}${isEarly ? ', sent during the connect callback' : ''}`,
      origin: isEarly ? 'send during connect' : 'send',
    }
  }
  const connect = timeline.connectOf(stream.number)
  const answer = timeline.all('callback-response').find(({ call }) => call === connect?.call)
  return answer !== undefined && isCloseAlone(answer.body)
    ? { where: 'in its connect answer', origin: 'connect answer' }
    : undefined
}

function isCloseAlone(body: string): boolean {
  try {
    const answer = JSON.parse(body) as { event?: unknown; close?: unknown } | null
    return answer?.close === true && answer.event === undefined
  } catch {
    return false
  }
}

/** An event that the backend brought forth, and that was written once too often. */
function writtenTooOften(stream: FollowedStream, arrived: EventOnStream, own: readonly Production[]) {
  const name = named(arrived)
  const accepted = own.filter(({ status }) => status !== undefined && status < 300)
  const written = occurrences(stream.received, arrived)
  if (accepted.length === 0) {
    const [{ how, status, failure }] = own as [Production]
    const fate =
      how === 'connect answer'
        ? `the backend answered the connect callback ${status} with it`
        : `the gateway ${status === undefined ? `did not answer the send (${failure})` : `refused the send with ${status}`}`
    return {
      what: 'refused-event-written',
      summary: `The backend produced ${name}, ${fate}, and the gateway wrote it to the stream all the same.`,
    } as const
  }
  const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
  return {
    what: 'event-duplicated',
    summary: `The backend produced ${name} ${times(accepted.length)} (${accepted.map(({ how }) => how).join(', ')}), and the gateway wrote it to the stream ${times(written)}.`,
  } as const
}

/** A stream by what its client asked for. */
function nameOf(timeline: Timeline, stream: number): string {
  const asked = timeline.all('stream-request').find(entry => entry.stream === stream)
  return asked?.url ?? `number ${stream}`
}

/** Whether an event was sent to another stream, and not to this one. */
export function isAnothers(timeline: Timeline, stream: FollowedStream, arrived: EventOnStream): boolean {
  return (
    productionsOf(timeline, stream, arrived).length === 0 && sentAnywhere(timeline, arrived) !== undefined
  )
}

function sentAnywhere(timeline: Timeline, arrived: EventOnStream): EntryOf<'send-request'> | undefined {
  return timeline
    .all('send-request')
    .find(({ command }) => isSentEvent(command.event) && sameEvent(arrived, command.event))
}
