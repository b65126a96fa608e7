import { isSomeJson } from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { alterationOf } from './alteration.ts'
import { type EventOnStream, firstDifference, occurrences } from './event-sequence.ts'
import { followExtra, isAnothers } from './extra-event.ts'
import { falseFarewell } from './false-farewell.ts'
import type { Manner } from './findings/index.ts'
import { envelopeOf } from './of-another-edition.ts'
import { describe, quoted, toldApart } from './printable.ts'
import {
  type FollowedStream,
  isAccepted,
  originOf,
  type Production,
  productionsOf,
  sendsTo,
  whileOpening,
} from './production.ts'
import { refusedAsTooLarge } from './too-large.ts'
import { untried } from './untried.ts'
import { Violation } from './violation.ts'
import { whatStoppedTheBackend } from './what-stopped-the-backend.ts'
import { wrongSend } from './wrong-send.ts'

/**
 * Compares what a client dispatched with what it should have, and follows the first difference over the four hops:
 * produced, accepted, written, parsed.
 * @returns `undefined` when there is no difference
 */
export function followEvents(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  expected: readonly EventOnStream[],
): Violation | undefined {
  const at = firstDifference(stream.received, expected)
  if (at === undefined) return undefined
  const due = expected[at]
  const arrived = stream.received[at]
  if (due !== undefined && occurrences(stream.received, due) < occurrences(expected, due)) {
    return followMissing(timeline, gatewayAddress, stream, due, arrived, expected)
  }
  if (arrived !== undefined && occurrences(stream.received, arrived) > occurrences(expected, arrived)) {
    return followExtra(timeline, stream, arrived, at)
  }
  return outOfOrder(timeline, stream, due, arrived, at)
}

function followMissing(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  due: EventOnStream,
  arrived: EventOnStream | undefined,
  expected: readonly EventOnStream[],
): Violation {
  const name = toldApart(due, expected)
  const productions = productionsOf(timeline, stream, due)
  const accepted = productions.filter(production => isAccepted(production, gatewayAddress))
  const lost = accepted.length > occurrences(stream.received, due)
  // Of several that are alike, those that came are the first.
  const production = lost
    ? (accepted[occurrences(stream.received, due)] ?? accepted[0])
    : productions.find(each => !accepted.includes(each))
  if (production === undefined) return followUnproduced(timeline, gatewayAddress, stream, due)
  const end = {
    streams: [stream.number],
    expected: `event: ${due.event}  data: ${quoted(due.data)}`,
    origin: originOf(timeline, stream, production),
  }
  const produced =
    production.how === 'connect answer'
      ? `The backend answered the connect callback with ${name}`
      : `The backend sent ${name} through /internal/send`
  const { address = gatewayAddress, failure, status, exchange } = production
  if (address !== gatewayAddress) {
    return new Violation({
      ...end,
      party: 'backend',
      what: 'event-sent-elsewhere',
      summary: `${produced}, but to ${address}, which is not the gateway's address ${gatewayAddress} (${failure ?? status ?? 'no answer'}).`,
    })
  }
  if (failure !== undefined) {
    const neverSent = exchange === undefined ? undefined : untried(timeline, exchange.request, name)
    return new Violation({
      ...end,
      party: 'gateway',
      what:
        neverSent !== undefined || exchange?.failure?.reason === 'timeout'
          ? 'send-unanswered'
          : 'event-not-accepted',
      summary: neverSent ?? `${produced}, and the gateway did not answer (${failure}).`,
    })
  }
  const wrong = lost || exchange === undefined ? undefined : wrongSend(timeline, exchange)
  if (wrong !== undefined) {
    return new Violation({
      ...end,
      party: 'backend',
      what: wrong.what,
      summary: `${produced} ${wrong.told}; the gateway rightly refused it with ${status}.`,
    })
  }
  const tooLarge = lost ? undefined : refusedAsTooLarge(exchange)
  if (tooLarge !== undefined) {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'send-size-limit-too-low',
      summary: `${produced}; ${tooLarge}.`,
    })
  }
  if (!lost) {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'event-not-accepted',
      summary: `${produced}; the gateway refused it with ${status ?? 'no answer'}${whileOpening(timeline, stream, exchange)}.`,
    })
  }
  if (occurrences(stream.written, due) > occurrences(stream.received, due)) {
    return new Violation({
      ...end,
      party: 'harness',
      what: 'event-lost-in-client',
      summary: `${produced}, and the gateway wrote it to the stream; the client that this program plays read the bytes and did not dispatch the event.`,
    })
  }
  const taken = production.how === 'connect answer' ? 'opened the stream' : 'accepted it'
  if (arrived !== undefined && isAnothers(timeline, stream, arrived)) {
    return followExtra(timeline, stream, arrived, firstDifference(stream.received, expected) ?? 0)
  }
  const isLast = exchange?.request.command.close === true
  const altered =
    arrived === undefined || occurrences(expected, arrived) > 0
      ? undefined
      : alterationOf(timeline, stream.number, arrived, due, isLast)
  if (altered !== undefined) {
    const { told, manner } = altered
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'event-altered',
      summary: `${produced}; the gateway ${taken} and ${told}.`,
      ...(manner === undefined ? {} : { manner }),
    })
  }
  const envelope = envelopeOf(stream.written, due)
  if (envelope !== undefined) {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'event-form-of-other-edition',
      summary: `${produced}; the gateway ${taken} and wrote an unnamed event with data ${quoted(envelope.data, 100)}. That is the form of the edition envelope; \`event: ${due.event}\` was due.`,
    })
  }
  const course =
    stream.ended === undefined
      ? `${taken} and wrote the marker that was sent behind it (the fence), but never wrote the event`
      : `${taken} and never wrote the event; the stream then ended (${stream.ended.how})`
  return new Violation({
    ...end,
    party: 'gateway',
    what: 'event-lost-after-accept',
    summary: `${produced}; the gateway ${course}.`,
    ...mannerOfLoss(timeline, stream, production, due),
  })
}

/** How an event may have been lost, of which nothing was written. */
function mannerOfLoss(
  timeline: Timeline,
  stream: FollowedStream,
  { how }: Production,
  { data }: EventOnStream,
): { readonly manner?: Manner } {
  if (how === 'connect answer') return {}
  const isClosed = sendsTo(timeline, stream.token).some(({ request }) => request.command.close === true)
  if (isClosed && stream.ended !== undefined) return { manner: 'lost beside a close' }
  const hasOddLine = data.split(/\r\n|\n|\r/).some(line => line === '' || line.startsWith(':'))
  return hasOddLine ? { manner: 'lost lines' } : {}
}

/** The backend never got as far as the event: what stopped it? */
function followUnproduced(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  due: EventOnStream,
): Violation {
  const expected = `event: ${due.event}  data: ${quoted(due.data)}`
  return (
    whatStoppedTheBackend(timeline, gatewayAddress, stream, due, expected) ??
    falseFarewell(timeline, stream, `did not send ${describe(due)}`, expected) ??
    new Violation({
      party: 'backend',
      what: 'event-not-sent',
      summary: `The backend neither answered the connect callback with ${describe(due)} nor sent it.${strangeAnswer(timeline, stream)}`,
      streams: [stream.number],
      expected,
    })
  )
}

/** Says so when the connect callback was answered with something else than JSON. */
function strangeAnswer(timeline: Timeline, stream: FollowedStream): string {
  const call = timeline.connectOf(stream.number)?.call
  const answer = timeline.all('callback-response').find(entry => entry.call === call)
  const { contentType, status, body = '' } = answer ?? {}
  if (contentType === undefined || isSomeJson(contentType)) return ''
  return ` It answered the connect callback ${status} with ${contentType} (${quoted(body)}), which is no JSON.`
}

function outOfOrder(
  timeline: Timeline,
  stream: FollowedStream,
  due: EventOnStream | undefined,
  arrived: EventOnStream | undefined,
  at: number,
): Violation {
  const wrong = arrived === undefined ? 'nothing' : describe(arrived)
  const right = due === undefined ? 'nothing more' : describe(due)
  const writtenSo = firstDifference(stream.written, stream.received) === undefined
  const found = writtenSo
    ? ({ party: 'gateway', what: 'events-out-of-order' } as const)
    : ({ party: 'harness', what: 'events-out-of-order-in-client' } as const)
  return new Violation({
    ...found,
    summary: `In place ${at + 1} the client received ${wrong} with data ${quoted(arrived?.data ?? '')}, where ${right} with data ${quoted(due?.data ?? '')} was due; all events that were due arrived, in another order.`,
    streams: [stream.number],
    expected: `event: ${due?.event}  data: ${quoted(due?.data ?? '')} in place ${at + 1} (of ${timeline.all('stream-event').filter(entry => entry.stream === stream.number).length})`,
  })
}
