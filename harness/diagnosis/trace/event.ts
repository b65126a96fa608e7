import { isSomeJson } from '../../contract/index.ts'
import { SEND_PATH } from '../../contract/paths.ts'
import {
  describeDistinctly,
  describeEvent,
  describeEventWithData,
  eventLine,
  quoted,
} from '../../redaction/printable.ts'
import type { Timeline } from '../../timeline/index.ts'
import { backendFault, type DetailsOf, gatewayFault, ViolationError } from '../violation.ts'
import { alterationOf } from './altered-event.ts'
import { findBlockingSend } from './blocking-send.ts'
import {
  type EventOrigin,
  type FollowedStream,
  isAccepted,
  originOf,
  type Production,
  productionsOf,
} from './event-sources.ts'
import { traceFailedSend } from './failed-send.ts'
import { envelopeOf } from './other-edition.ts'
import { prematureDisconnect } from './premature-disconnect.ts'
import { type EventOnStream, firstDifference, occurrences } from './sequence-diff.ts'
import { isForOtherStream, traceUnexpectedEvent } from './unexpected-event.ts'

/**
 * Compares what a client dispatched with what it should have, and follows the first difference over the four hops:
 * produced, accepted, written, parsed.
 * @returns `undefined` when there is no difference
 */
export function traceEvents(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  expected: readonly EventOnStream[],
): ViolationError | undefined {
  const at = firstDifference(stream.received, expected)
  if (at === undefined) return undefined
  const due = expected[at]
  const arrived = stream.received[at]
  if (due !== undefined && occurrences(stream.received, due) < occurrences(expected, due)) {
    return traceMissingEvent(timeline, gatewayAddress, stream, due, arrived, expected)
  }
  if (arrived !== undefined && occurrences(stream.received, arrived) > occurrences(expected, arrived)) {
    return traceUnexpectedEvent(timeline, stream, arrived, at, due)
  }
  return outOfOrder(timeline, stream, due, arrived, at)
}

function traceMissingEvent(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  due: EventOnStream,
  arrived: EventOnStream | undefined,
  expected: readonly EventOnStream[],
): ViolationError {
  const name = describeDistinctly(due, expected)
  const productions = productionsOf(timeline, stream, due)
  const accepted = productions.filter(production => isAccepted(production, gatewayAddress))
  const lost = accepted.length > occurrences(stream.received, due)
  // Of several that are alike, those that came are the first.
  const production = lost
    ? (accepted[occurrences(stream.received, due)] ?? accepted[0])
    : productions.find(each => !accepted.includes(each))
  if (production === undefined) return traceUnsentEvent(timeline, gatewayAddress, stream, due)
  const missing = { expected: eventLine(due) }
  const origin = originOf(timeline, stream, production)
  const produced =
    production.how === 'connect answer'
      ? `The backend answered the connect callback with ${name}`
      : `The backend sent ${name} through ${SEND_PATH}`
  const { exchange } = production
  if (!lost && exchange !== undefined) {
    return traceFailedSend(timeline, gatewayAddress, stream, exchange, {
      ...missing,
      sent: produced,
      name,
    })
  }
  if (occurrences(stream.written, due) > occurrences(stream.received, due)) {
    return new ViolationError({
      ...missing,
      streams: [stream.number],
      party: 'harness',
      what: 'event-lost-in-client',
      summary: `${produced}, and the gateway wrote it to the stream. The client of this program read the bytes and did not dispatch the event.`,
    })
  }
  const taken = origin === 'connect answer' ? 'opened the stream' : `accepted it (${production.status})`
  if (arrived !== undefined && isForOtherStream(timeline, stream, arrived)) {
    return traceUnexpectedEvent(
      timeline,
      stream,
      arrived,
      firstDifference(stream.received, expected) ?? 0,
      due,
    )
  }
  const isLast = exchange?.request.command.close === true
  const altered =
    arrived === undefined || occurrences(expected, arrived) > 0
      ? undefined
      : alterationOf(timeline, stream.number, arrived, due, isLast)
  if (altered !== undefined) {
    return gatewayFault(stream, {
      ...missing,
      what: altered.what,
      summary: `${produced}. The gateway ${taken} and ${altered.description}.`,
      ...(altered.expected === undefined ? {} : { expected: altered.expected }),
    })
  }
  const envelope = envelopeOf(stream.written, due)
  if (envelope !== undefined) {
    return gatewayFault(stream, {
      ...missing,
      what: 'event-form-of-other-edition',
      summary: `${produced}; the gateway ${taken} and wrote an unnamed event with data ${quoted(envelope.data, 100)}. That is the form of the edition envelope; expected \`event: ${due.event}\`.`,
    })
  }
  const course =
    stream.ended === undefined
      ? `${taken} but never wrote the event. It did write the marker that this program sent after it (the fence), so the event is not late but lost`
      : `${taken} but never wrote the event. Then the stream ended (${stream.ended.how})`
  return gatewayFault(stream, {
    ...missing,
    what: lossOf(timeline, stream, origin, production, due),
    summary: `${produced}. The gateway ${course}.`,
  })
}

/** How an event was lost, of which nothing was written. */
function lossOf(
  timeline: Timeline,
  stream: FollowedStream,
  origin: EventOrigin,
  { exchange }: Production,
  { data }: EventOnStream,
): DetailsOf<'gateway'>['what'] {
  if (origin === 'connect answer') return 'connect-event-lost'
  const isClosed = timeline.exchanges
    .sendsTo(stream.token)
    .some(({ request }) => request.command.close === true)
  if (isClosed && stream.ended !== undefined) return 'event-lost-at-close'
  if (origin === 'send during connect') return 'buffered-event-lost'
  const { raw, command } = exchange?.request ?? { raw: '', command: {} }
  if ((raw.match(/"token"\s*:/g) ?? []).length > 1) return 'send-with-repeated-key-misread'
  const isKnown = (key: string): boolean => ['token', 'event', 'close'].includes(key)
  if (!Object.keys(command).every(isKnown)) return 'send-with-unknown-field-lost'
  const hasOddLine = data.split(/\r\n|\n|\r/).some(line => line === '' || line.startsWith(':'))
  return hasOddLine ? 'event-with-special-line-lost' : 'event-lost-after-accept'
}

/** The backend never got as far as the event: what stopped it? */
function traceUnsentEvent(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  due: EventOnStream,
): ViolationError {
  const expected = eventLine(due)
  return (
    findBlockingSend(timeline, gatewayAddress, stream, due, expected) ??
    prematureDisconnect(timeline, stream, `did not send ${describeEvent(due)}`, expected) ??
    backendFault(stream, {
      what: 'event-not-sent',
      summary: `The backend did not send ${describeEvent(due)}, neither in its connect answer nor through ${SEND_PATH}.${describeNonJsonAnswer(timeline, stream)}`,
      expected,
    })
  )
}

/** Says so when the connect callback was answered with something else than JSON. */
function describeNonJsonAnswer(timeline: Timeline, stream: FollowedStream): string {
  const { contentType, status, body = '' } = timeline.exchanges.connect(stream.number).response ?? {}
  if (contentType === undefined || isSomeJson(contentType)) return ''
  return ` It answered the connect callback ${status} with the Content-Type ${quoted(contentType)}, which is not JSON (${quoted(body)}).`
}

function outOfOrder(
  timeline: Timeline,
  stream: FollowedStream,
  due: EventOnStream | undefined,
  arrived: EventOnStream | undefined,
  at: number,
): ViolationError {
  const wrong = arrived === undefined ? 'nothing' : describeEventWithData(arrived)
  const right = due === undefined ? 'nothing more' : describeEventWithData(due)
  const writtenSo = firstDifference(stream.written, stream.received) === undefined
  const isEarly = [due, arrived].some(
    event =>
      event !== undefined &&
      productionsOf(timeline, stream, event).some(each => originOf(timeline, stream, each) !== 'send'),
  )
  const found = writtenSo
    ? ({ party: 'gateway', what: isEarly ? 'buffered-events-out-of-order' : 'events-out-of-order' } as const)
    : ({ party: 'harness', what: 'events-out-of-order-in-client' } as const)
  return new ViolationError({
    ...found,
    summary: `The client received every event, but in another order: as event ${at + 1} it received ${wrong}, expected ${right}.`,
    streams: [stream.number],
    expected: `${due === undefined ? 'nothing more' : eventLine(due)}  as event ${at + 1}`,
  })
}
