import { type ReceivedEvent, sameEvent, type Timeline } from '../timeline/index.ts'
import { alterationOf } from './alteration.ts'
import { falseFarewell } from './false-farewell.ts'
import type { Manner } from './findings/index.ts'
import { describe, named, quoted, toldApart } from './printable.ts'
import {
  type FollowedStream,
  isAccepted,
  isSentEvent,
  originOf,
  type Production,
  productionsOf,
  sendsTo,
  streamOf,
  whileOpening,
} from './production.ts'
import { refusedAsTooLarge } from './too-large.ts'
import { untried } from './untried.ts'
import { Violation } from './violation.ts'
import { whatStoppedTheBackend } from './what-stopped-the-backend.ts'
import { wrongSend } from './wrong-send.ts'

type Expected = Pick<ReceivedEvent, 'event' | 'data'> & Partial<Pick<ReceivedEvent, 'enveloped'>>

/**
 * Compares what a client dispatched with what it should have, and follows the first difference over the four hops:
 * produced, accepted, written, parsed.
 * @returns `undefined` when there is no difference
 */
export function followEvents(
  timeline: Timeline,
  gatewayAddress: string,
  stream: FollowedStream,
  expected: readonly Expected[],
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
  due: Expected,
  arrived: Expected | undefined,
  expected: readonly Expected[],
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
      what: 'lost between produced and accepted',
      summary: `${produced}, but to ${address}, which is not the gateway's address ${gatewayAddress} (${failure ?? status ?? 'no answer'}).`,
    })
  }
  if (failure !== undefined) {
    const neverSent = untried(timeline, stream, name, failure)
    return new Violation({
      ...end,
      party: 'gateway',
      what:
        neverSent !== undefined || failure.startsWith('no answer within')
          ? 'it does not answer a send'
          : 'lost between produced and accepted',
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
      what: 'it refuses data that is not too large',
      summary: `${produced}; ${tooLarge}.`,
    })
  }
  if (!lost) {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'lost between produced and accepted',
      summary: `${produced}; the gateway refused it with ${status ?? 'no answer'}${whileOpening(timeline, stream, exchange)}.`,
    })
  }
  if (occurrences(stream.written, due) > occurrences(stream.received, due)) {
    return new Violation({
      ...end,
      party: 'harness',
      what: 'lost between written and parsed',
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
      what: 'altered between accepted and written',
      summary: `${produced}; the gateway ${taken} and ${told}.`,
      ...(manner === undefined ? {} : { manner }),
    })
  }
  const course =
    stream.ended === undefined
      ? `${taken} and wrote the marker that was sent behind it (the fence), but never wrote the event`
      : `${taken} and never wrote the event; the stream then ended (${stream.ended.how})`
  return new Violation({
    ...end,
    party: 'gateway',
    what: 'lost between accepted and written',
    summary: `${produced}; the gateway ${course}.`,
    ...mannerOfLoss(timeline, stream, production, due),
  })
}

/** How an event may have been lost, of which nothing was written. */
function mannerOfLoss(
  timeline: Timeline,
  stream: FollowedStream,
  { how }: Production,
  { data }: Expected,
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
  due: Expected,
): Violation {
  const expected = `event: ${due.event}  data: ${quoted(due.data)}`
  return (
    whatStoppedTheBackend(timeline, gatewayAddress, stream, due, expected) ??
    falseFarewell(timeline, stream, `did not send ${describe(due)}`, expected) ??
    new Violation({
      party: 'backend',
      what: 'never produced',
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
  if (contentType === undefined || /^application\/([^;]+\+)?json\b/i.test(contentType)) return ''
  return ` It answered the connect callback ${status} with ${contentType} (${quoted(body)}), which is no JSON.`
}

/** Whether an event was sent to another stream, and not to this one. */
function isAnothers(timeline: Timeline, stream: FollowedStream, arrived: Expected): boolean {
  return (
    productionsOf(timeline, stream, arrived).length === 0 &&
    timeline
      .all('send-request')
      .some(({ command }) => isSentEvent(command.event) && sameEvent(arrived, command.event))
  )
}

function followExtra(timeline: Timeline, stream: FollowedStream, arrived: Expected, at: number): Violation {
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
      what: 'it sent what was not due',
      summary: `The backend sent ${name} with data ${quoted(arrived.data, 100)} ${own.length === 1 ? '' : `${own.length} times `}to the stream, where nothing or something else was due; the gateway delivered it as it was sent.`,
    })
  }
  if (own.length > 0) {
    return new Violation({ ...end, party: 'gateway', ...writtenTooOften(stream, arrived, own) })
  }
  const owner = timeline
    .all('send-request')
    .find(entry => isSentEvent(entry.command.event) && sameEvent(arrived, entry.command.event))
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
      what: 'crossed between streams',
      summary: `The backend sent ${named(arrived)} to the token of ${other === undefined ? 'another stream' : `stream ${nameOf(timeline, other)}`}, and the gateway wrote it to the stream ${nameOf(timeline, stream.number)}.`,
    })
  }
  if (idle !== undefined && arrived.data === '') {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'written without having been produced',
      summary: `The backend made a send with neither an event nor a close in it (${quoted(idle.request.raw, 100)}), and the gateway accepted it and wrote ${name} with empty data to the stream, where nothing was to be written.`,
      manner: 'written for nothing',
    })
  }
  return new Violation({
    ...end,
    party: 'gateway',
    what: 'written without having been produced',
    summary: `The client received ${name} with data ${quoted(arrived.data)}, which the backend neither sent nor put into its connect answer: the gateway wrote it of its own accord.`,
  })
}

/** An event that the backend brought forth, and that was written once too often. */
function writtenTooOften(stream: FollowedStream, arrived: Expected, own: readonly Production[]) {
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
      what: 'written though refused',
      summary: `The backend produced ${name}, ${fate}, and the gateway wrote it to the stream all the same.`,
    } as const
  }
  const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
  return {
    what: 'written more often than it was sent',
    summary: `The backend produced ${name} ${times(accepted.length)} (${accepted.map(({ how }) => how).join(', ')}), and the gateway wrote it to the stream ${times(written)}.`,
  } as const
}

/** A stream by what its client asked for. */
function nameOf(timeline: Timeline, stream: number): string {
  const asked = timeline.all('stream-request').find(entry => entry.stream === stream)
  return asked?.url ?? `number ${stream}`
}

function outOfOrder(
  timeline: Timeline,
  stream: FollowedStream,
  due: Expected | undefined,
  arrived: Expected | undefined,
  at: number,
): Violation {
  const wrong = arrived === undefined ? 'nothing' : describe(arrived)
  const right = due === undefined ? 'nothing more' : describe(due)
  const writtenSo = firstDifference(stream.written, stream.received) === undefined
  const found = writtenSo
    ? ({ party: 'gateway', what: 'out of order between accepted and written' } as const)
    : ({ party: 'harness', what: 'out of order between written and parsed' } as const)
  return new Violation({
    ...found,
    summary: `In place ${at + 1} the client received ${wrong} with data ${quoted(arrived?.data ?? '')}, where ${right} with data ${quoted(due?.data ?? '')} was due; all events that were due arrived, in another order.`,
    streams: [stream.number],
    expected: `event: ${due?.event}  data: ${quoted(due?.data ?? '')} in place ${at + 1} (of ${timeline.all('stream-event').filter(entry => entry.stream === stream.number).length})`,
  })
}

function firstDifference(actual: readonly Expected[], expected: readonly Expected[]): number | undefined {
  for (let index = 0; index < Math.max(actual.length, expected.length); index += 1) {
    const left = actual[index]
    const right = expected[index]
    if (left === undefined || right === undefined || !equal(left, right)) return index
  }
  return undefined
}

function equal(left: Expected, right: Expected): boolean {
  return left.event === right.event && left.data === right.data
}

function occurrences(events: readonly Expected[], wanted: Expected): number {
  return events.filter(event => equal(event, wanted)).length
}
