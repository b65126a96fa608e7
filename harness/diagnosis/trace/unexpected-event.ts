import { SEND_PATH } from '../../contract/paths.ts'
import { describeEvent, describeEventWithData, eventLine, quoted } from '../../redaction/printable.ts'
import { type Entry, type EntryOf, sameEvent, type Timeline } from '../../timeline/index.ts'
import { backendFault, type DetailsOf, gatewayFault, type ViolationError } from '../violation.ts'
import {
  type EventOrigin,
  type FollowedStream,
  isSentEvent,
  isWhileOpening,
  type Production,
  productionsOf,
} from './event-sources.ts'
import { isReadySignal, READY_EVENT_EXPLANATION } from './other-edition.ts'
import { type EventOnStream, occurrences } from './sequence-diff.ts'

const CLOSE_AS_EVENT = {
  send: 'close-written-as-empty-event',
  'send during connect': 'buffered-close-written-as-empty-event',
  'connect answer': 'connect-close-written-as-empty-event',
} as const satisfies Readonly<Record<EventOrigin, DetailsOf<'gateway'>['what']>>

/** An event that arrived where no event or another one was expected: which party sent it there? */
export function traceUnexpectedEvent(
  timeline: Timeline,
  stream: FollowedStream,
  arrived: EventOnStream,
  at: number,
  due: EventOnStream | undefined,
): ViolationError {
  const name = describeEvent(arrived)
  const expected = expectedThere(timeline, stream, at, due)
  const own = productionsOf(timeline, stream, arrived)
  const isSentSoOften =
    own.every(({ how, status }) => how === 'send' && status === 200) &&
    own.length >= occurrences(stream.received, arrived)
  if (own.length > 0 && isSentSoOften) {
    return backendFault(stream, {
      expected,
      what: 'event-unexpected',
      summary: `The backend sent ${name} with data ${quoted(arrived.data, 100)} to the stream${own.length === 1 ? '' : ` ${own.length} times`}. Expected ${due === undefined ? 'no event' : describeEventWithData(due)} there; the gateway delivered it as it was sent.`,
    })
  }
  if (own.length > 0) {
    return gatewayFault(stream, { expected, ...writtenTooOften(stream, arrived, own) })
  }
  if (isReadySignal(arrived)) {
    return gatewayFault(stream, {
      expected,
      what: 'ready-event-unexpected',
      summary: READY_EVENT_EXPLANATION,
    })
  }
  const owner = sentAnywhere(timeline, arrived)
  const idle = timeline.exchanges
    .sendsTo(stream.token)
    .find(
      ({ request: { command }, response }) =>
        command.event === undefined && command.close !== true && response?.status === 200,
    )
  if (owner !== undefined) {
    const other = timeline.exchanges.streamWith(owner.command.token)
    return gatewayFault(other === undefined ? [stream.number] : [other, stream.number], {
      expected,
      what: 'event-on-wrong-stream',
      summary: `The backend sent ${describeEventWithData(arrived)} to the token of ${other === undefined ? 'another stream' : `the stream ${describeStream(timeline, other)}`}, and the gateway wrote it to the stream ${describeStream(timeline, stream.number)}.`,
    })
  }
  const closing = arrived.data === '' && arrived.event === 'message' ? bareClose(timeline, stream) : undefined
  if (closing !== undefined) {
    return gatewayFault(stream, {
      expected,
      what: CLOSE_AS_EVENT[closing.origin],
      summary: `The backend closed the stream without an event (${closing.where}). The gateway wrote ${name} with empty data to the stream; a close alone writes nothing.`,
    })
  }
  if (idle !== undefined && arrived.data === '') {
    return gatewayFault(stream, {
      expected,
      what: 'empty-send-written',
      summary: `The backend made a send without an event and without a close (${quoted(idle.request.raw, 100)}). The gateway accepted it and wrote ${name} with empty data to the stream; expected nothing on the stream.`,
    })
  }
  return gatewayFault(stream, {
    expected,
    what: 'event-invented',
    summary: `The client received ${name} with data ${quoted(arrived.data)}. The backend never sent that, neither in its connect answer nor through ${SEND_PATH}.`,
  })
}

/** What should have stood in the place of an event that should not be there. */
function expectedThere(
  timeline: Timeline,
  stream: FollowedStream,
  at: number,
  due: EventOnStream | undefined,
): string {
  if (due !== undefined) return `${eventLine(due)}  as event ${at + 1}`
  const isClosed =
    timeline.exchanges
      .sendsTo(stream.token)
      .some(({ request, response }) => request.command.close === true && response?.status === 200) ||
    isCloseIn(timeline, stream)
  return `${isClosed ? 'end of stream' : 'no further event'}${at === 0 ? '' : ` after event ${at}`}`
}

/** A close without an event that the gateway accepted for a stream before it wrote an empty event: a send, or the connect answer. */
function bareClose(
  timeline: Timeline,
  stream: FollowedStream,
): { readonly where: string; readonly origin: EventOrigin } | undefined {
  const { entries } = timeline
  const written = timeline
    .all('stream-written')
    .findLast(({ stream: number, event }) => number === stream.number && sameEvent(event, { data: '' }))
  const isBefore = (entry: Entry): boolean =>
    written === undefined || entries.indexOf(entry) < entries.indexOf(written)
  const close = timeline.exchanges
    .sendsTo(stream.token)
    .find(
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
  return isCloseIn(timeline, stream, true)
    ? { where: 'in its connect answer', origin: 'connect answer' }
    : undefined
}

/** Whether the connect answer closes the stream. @param isAlone whether it must have no event as well */
function isCloseIn(timeline: Timeline, stream: FollowedStream, isAlone = false): boolean {
  const { response } = timeline.exchanges.connect(stream.number)
  try {
    const said = JSON.parse(response?.body ?? '') as { event?: unknown; close?: unknown } | null
    return said?.close === true && !(isAlone && said.event !== undefined)
  } catch {
    return false
  }
}

/** An event that the backend produced and the gateway wrote too often. */
function writtenTooOften(stream: FollowedStream, arrived: EventOnStream, own: readonly Production[]) {
  const name = describeEventWithData(arrived)
  const accepted = own.filter(({ status }) => status !== undefined && status < 300)
  const written = occurrences(stream.received, arrived)
  if (accepted.length === 0) {
    const [{ how, status, failure }] = own as [Production]
    const fate =
      how === 'connect answer'
        ? `The backend refused the stream with ${status}, and the body of that answer had ${name}`
        : `The backend sent ${name}, and the gateway ${status === undefined ? `did not answer that send (${failure})` : `refused it with ${status}`}`
    return {
      what: 'refused-event-written',
      summary: `${fate}. The gateway wrote it to the stream all the same.`,
    } as const
  }
  const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
  return {
    what: 'event-duplicated',
    summary: `The backend sent ${name} ${times(accepted.length)} (${accepted.map(({ how }) => how).join(', ')}), and the gateway wrote it to the stream ${times(written)}.`,
  } as const
}

/** A stream by what its client asked for. */
function describeStream(timeline: Timeline, stream: number): string {
  return timeline.exchanges.stream(stream).request?.url ?? `number ${stream}`
}

/** Whether an event was sent to another stream, which did not get it, and not to this one. */
export function isForOtherStream(
  timeline: Timeline,
  stream: FollowedStream,
  arrived: EventOnStream,
): boolean {
  const sent = sentAnywhere(timeline, arrived)
  if (sent === undefined || productionsOf(timeline, stream, arrived).length > 0) return false
  const owner = timeline.exchanges.streamWith(sent.command.token)
  return !timeline
    .all('stream-written')
    .some(
      entry => entry.stream === owner && sameEvent(entry.event, { name: arrived.event, data: arrived.data }),
    )
}

function sentAnywhere(timeline: Timeline, arrived: EventOnStream): EntryOf<'send-request'> | undefined {
  return timeline
    .all('send-request')
    .find(({ command }) => isSentEvent(command.event) && sameEvent(arrived, command.event))
}
