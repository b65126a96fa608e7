import { type ReceivedEvent, sameEvent, type Timeline } from '../timeline/index.ts'
import { falseFarewell } from './false-farewell.ts'
import { describe, quoted, redact } from './printable.ts'
import {
  type FollowedStream,
  isAccepted,
  isSentEvent,
  originOf,
  productionsOf,
  streamOf,
  whileOpening,
} from './production.ts'
import { Violation } from './violation.ts'
import { whatStoppedTheBackend } from './what-stopped-the-backend.ts'
import { wrongSend } from './wrong-send.ts'

type Expected = Pick<ReceivedEvent, 'event' | 'data'>

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
  const name = describe(due)
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
    return new Violation({
      ...end,
      party: 'gateway',
      what: failure.startsWith('no answer within')
        ? 'it does not answer a send'
        : 'lost between produced and accepted',
      summary: `${produced}, and the gateway did not answer (${failure}).`,
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
  const altered = arrived !== undefined && occurrences(expected, arrived) === 0 && looksLike(arrived, due)
  if (altered) {
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'altered between accepted and written',
      summary: `${produced}; the gateway ${taken} and wrote ${describe(arrived)} with data ${differing(arrived.data, due.data)}.`,
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
  })
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
    whatStoppedTheBackend(timeline, gatewayAddress, stream, describe(due), expected) ??
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
    const told = own.map(({ how, status }) => `${how}, ${status ?? 'no answer'}`).join('; ')
    return new Violation({
      ...end,
      party: 'gateway',
      what: 'written more than once, or though refused',
      summary: `The backend produced ${name} ${own.length === 1 ? 'once' : `${own.length} times`} (${told}); the gateway wrote it to the stream where nothing or something else was due.`,
    })
  }
  const owner = timeline
    .all('send-request')
    .find(entry => isSentEvent(entry.command.event) && sameEvent(arrived, entry.command.event))
  if (owner !== undefined) {
    const other = streamOf(timeline, owner.command.token)
    return new Violation({
      ...end,
      streams: other === undefined ? [stream.number] : [other, stream.number],
      party: 'gateway',
      what: 'crossed between streams',
      summary: `The backend sent ${name} to the token of another stream, and the gateway wrote it to this one.`,
    })
  }
  return new Violation({
    ...end,
    party: 'gateway',
    what: 'written without having been produced',
    summary: `The client received ${name} with data ${quoted(arrived.data)}, which the backend neither sent nor put into its connect answer: the gateway wrote it of its own accord.`,
  })
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

/** The same event in other clothes: its name or its data survived, or most of its data did. */
function looksLike(arrived: Expected, due: Expected): boolean {
  return arrived.event === due.event || arrived.data === due.data
}

function differing(actual: string, expected: string): string {
  if (actual === expected) return quoted(actual)
  let at = 0
  while (at < actual.length && actual[at] === expected[at]) at += 1
  // A cut could hide that what follows is a secret.
  const whole = redact(actual) !== actual || redact(expected) !== expected
  const from = whole ? 0 : Math.max(0, at - 20)
  const lead = from > 0 ? '…' : ''
  return `${lead}${quoted(actual.slice(from))} where ${lead}${quoted(expected.slice(from))} was produced (they differ from character ${at + 1} on; ${actual.length} characters against ${expected.length})`
}
