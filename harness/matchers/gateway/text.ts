import type { SentEvent } from '../../contract/index.ts'
import {
  type DetailsOf,
  describeEvent,
  describeEventWithData,
  eventLine,
  findSendFlaw,
  gatewayFault,
  isBrokenEnvelope,
  isReadySignal,
  isSentEvent,
  quoted,
  READY_EVENT_EXPLANATION,
} from '../../diagnosis/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { ExpectedEvent } from '../../scenario/expected-event.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, parsed, waitBefore } from '../registry.ts'
import { produced, received } from './delivery.ts'
import { formOf, typeIn } from './written-form.ts'

/** The statuses that say the sender's text or size is the trouble. */
const REFUSALS = [400, 413, 415, 422]

const TEXT = defineMatchers({
  toHaveReceivedAccepted(stream: StreamView, sents: readonly SendResult[]) {
    const unexpected = sents.find(({ status }) => status !== 200 && !REFUSALS.includes(status ?? 0))
    if (unexpected !== undefined) {
      return gatewayFault(stream, {
        what: unhandled(unexpected),
        summary: `The backend made a send of ${Buffer.byteLength(unexpected.raw)} bytes${describeFlaw(unexpected)}: ${quoted(unexpected.raw, 120)}. The gateway answered ${unexpected.status ?? `nothing (${unexpected.failure})`}, expected 200 and the event, or one of ${REFUSALS.join(', ')}.`,
        expected: `200 and the event, or one of ${REFUSALS.join(', ')}`,
      })
    }
    return received(stream, eventsOf(sents))
  },

  toHaveReceivedInAnyOrder(stream: StreamView, events: readonly ExpectedEvent[]) {
    return received(stream, inOrderOfArrival(stream, events))
  },

  toHaveReceivedAcceptedInAnyOrder(stream: StreamView, sents: readonly SendResult[]) {
    const unexpected = sents.find(({ status }) => status !== 200 && status !== 404)
    if (unexpected !== undefined) {
      return gatewayFault(stream, {
        what: unexpected.status === undefined ? 'send-unanswered' : 'send-wrong-status',
        summary: `The gateway answered the send ${quoted(unexpected.raw, 120)} with ${unexpected.status ?? `nothing (${unexpected.failure})`}, expected 200 and the event, or 404.`,
        expected: '200 and the event, or 404',
      })
    }
    return received(stream, inOrderOfArrival(stream, eventsOf(sents)))
  },

  toHaveOnlyEventType(stream: StreamView, name: string) {
    const foreign = stream.received.find(({ event, enveloped }) => enveloped !== undefined && event !== name)
    const surplus = stream.received[1]
    const injected = foreign ?? surplus ?? stream.received.find(({ data }) => typeIn(data) !== undefined)
    if (injected === undefined) return undefined
    return gatewayFault(stream, {
      what: 'envelope-data-injected',
      summary: `The backend sent the event ${quoted(name)} with data that is not JSON. The gateway wrote it so that the client reads ${describeEvent(injected)} with data ${quoted(injected.data, 100)}: another event than the backend sent.`,
      expected: `a refusal, or no envelope but one of type ${quoted(name)}`,
    })
  },

  toHaveNothingInjected(stream: StreamView, sents: readonly SendResult[]) {
    const names = new Set(accepted(sents).map(({ name }) => name || 'message'))
    const foreign = stream.received.find(({ event, lastEventId }) => !names.has(event) || lastEventId !== '')
    const surplus = stream.received[names.size === 0 ? 0 : accepted(sents).length]
    const injected = foreign ?? surplus
    if (injected === undefined) return undefined
    const ready = stream.received.find(event => isReadySignal(event))
    const isSent = accepted(sents).some(({ name, data }) => name === 'ready' && data === '')
    if (ready !== undefined && !isSent) {
      return gatewayFault(stream, {
        what: 'ready-event-unexpected',
        summary: READY_EVENT_EXPLANATION,
        expected: 'the text as it was sent, or a refusal',
      })
    }
    const source = accepted(sents).find(({ name }) => name !== undefined && /[\r\n]/.test(name))
    if (isBrokenEnvelope(injected) && source?.name !== undefined) {
      return gatewayFault(stream, {
        what: 'envelope-name-unescaped',
        summary: `The backend sent an event with a line break in its name, ${quoted(source.name)}. The gateway accepted it and wrote the line break into the envelope unescaped: ${quoted(injected.data, 100)} is not JSON.`,
        expected: 'the text as it was sent, or a refusal',
      })
    }
    const from = accepted(sents).find(
      ({ name = '', data }) => `${name}\n${data}`.includes(injected.event) || data.includes(injected.data),
    )
    return gatewayFault(stream, {
      what:
        from?.name !== undefined && /[\r\n]/.test(from.name) ? 'event-name-injected' : 'event-text-injected',
      summary: `The client received ${describeEvent(injected)} with data ${quoted(injected.data)}${injected.lastEventId === '' ? '' : ` and the id ${quoted(injected.lastEventId)}`}, which no backend sent. The gateway wrote a line break in ${from === undefined ? 'another event' : describeEventWithData({ event: from.name || 'message', data: from.data })} unescaped, so that the text after it became a line of its own.`,
      expected: 'the text as it was sent, or a refusal',
    })
  },

  toCarryNoFields(stream: StreamView, names: readonly string[]) {
    const found = stream.body
      .toString()
      .split(/\r\n|\n|\r/)
      .find(line => names.some(name => line === name || line.startsWith(`${name}:`)))
    if (found === undefined) return undefined
    return gatewayFault(stream, {
      what: 'extra-field-written',
      summary: `The gateway wrote the line ${quoted(found)}, a field that no backend can ask for.`,
      expected: `no ${names.join(' and no ')} field`,
    })
  },

  toBeUtf8(stream: StreamView) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(stream.body)
      return undefined
    } catch {
      return gatewayFault(stream, {
        what: 'stream-not-utf8',
        summary: `The gateway wrote ${stream.body.length} bytes to the stream, and not all of them are UTF-8, the only encoding of an event stream.`,
        expected: 'UTF-8',
      })
    }
  },

  toHaveWritten(stream: StreamView, events: readonly { readonly event: string; readonly data: string }[]) {
    const written = stream.received.map(({ event, data, enveloped }) =>
      enveloped === undefined ? { event, data } : { event: 'message', data: enveloped },
    )
    const at = events.findIndex(
      ({ event, data }, n) => written[n]?.event !== event || written[n]?.data !== data,
    )
    if (at === -1 && written.length === events.length) return undefined
    const due = events[at]
    const found = written[at === -1 ? events.length : at]
    return gatewayFault(stream, {
      what: formOf(found, due),
      summary: `The gateway wrote ${found === undefined ? 'nothing' : `${describeEvent(found)} with data ${quoted(found.data, 100)}`}, expected ${due === undefined ? 'nothing more' : `${describeEvent(due)} with data ${quoted(due.data, 100)}`}.`,
      expected: due === undefined ? 'nothing more' : eventLine(due, 100),
    })
  },

  toHaveSameJson(stream: StreamView, event: SentEvent) {
    const [arrived, ...more] = stream.received
    const means = (text: string | undefined): string | undefined => JSON.stringify(parsed(text))
    const same = arrived?.event === event.name && means(arrived?.data) === means(event.data)
    if (same && more.length === 0) return undefined
    return gatewayFault(stream, {
      what: isCutAtLineBreak(arrived?.data, event.data) ? 'data-cut-at-line-break' : 'json-altered',
      summary: `The backend sent ${quoted(event.data, 100)} and the client received ${arrived === undefined ? 'nothing' : `${describeEvent(arrived)} with data ${quoted(arrived.data, 100)}`}${more.length === 0 ? '' : ` and ${more.length} events more`}.`,
      expected: `event: ${event.name}  data: JSON that means the same`,
    })
  },

  toSignalReady(stream: StreamView, place: number) {
    const signals = stream.dispatched.filter(({ signal }) => signal === true)
    const at = stream.dispatched.findIndex(({ signal }) => signal === true)
    if (signals.length === 1 && at === place) return undefined
    return gatewayFault(stream, {
      what: signals.length === 0 ? 'ready-event-missing' : 'ready-event-misplaced',
      summary:
        signals.length === 0
          ? 'The gateway opened the stream, and none of its events is `event: ready` with empty data.'
          : `The gateway sent \`event: ready\` ${signals.length === 1 ? '' : `${signals.length} times, first `}as event ${at + 1} of the stream, expected once, as event ${place + 1}${place === 0 ? '' : `, after the ${place === 1 ? 'kept event' : `${place} kept events`}`}.`,
      expected: `event: ready with empty data, once, as event ${place + 1}`,
    })
  },
})

waitBefore(TEXT, {
  toHaveReceivedAccepted: (stream, sents) => produced(stream, eventsOf(sents)),
  toHaveReceivedInAnyOrder: (stream, events) => produced(stream, events),
  toHaveReceivedAcceptedInAnyOrder: (stream, sents) => produced(stream, eventsOf(sents)),
  toHaveOnlyEventType: fenced,
  toHaveNothingInjected: fenced,
  toHaveWritten: fenced,
  toHaveSameJson: fenced,
  toSignalReady: fenced,
})

function fenced(stream: StreamView): Promise<unknown> {
  return clientOf(stream).fence(stream)
}

/** Whether what arrived ends where the data that was sent has its first line break, after some text. */
function isCutAtLineBreak(arrived: string | undefined, sent: string): boolean {
  const [first = '', ...more] = sent.split(/\r\n|\n|\r/)
  if (arrived === undefined || first === '' || more.length === 0) return false
  return parsed(arrived) === undefined && arrived.endsWith(first)
}

/** The expected events in the order in which they came, as far as they did; what did not come is last. */
function inOrderOfArrival(stream: StreamView, events: readonly ExpectedEvent[]): ExpectedEvent[] {
  const left = [...events]
  const arrived = stream.received.flatMap(({ event, data }) => {
    const at = left.findIndex(due => (due.event ?? 'message') === event && due.data === data)
    return at === -1 ? [] : left.splice(at, 1)
  })
  return [...arrived, ...left]
}

/** The events that a stream should have after the accepted sends. */
function eventsOf(sents: readonly SendResult[]): ExpectedEvent[] {
  return accepted(sents).map(({ name, data }) => ({ event: name || 'message', data }))
}

/** The events of the sends that were accepted, as far as they carried one. */
function accepted(sents: readonly SendResult[]): SentEvent[] {
  return sents.flatMap(({ status, command: { event } }) =>
    status === 200 && isSentEvent(event) ? [event] : [],
  )
}

/** More than this many bytes, a gateway may refuse a send for its size. */
const LARGE = 65_536

function describeFlaw({ timeline, number }: SendResult): string {
  const flaw = findSendFlaw(timeline, number)
  return flaw === undefined ? '' : `, ${flaw.description}`
}

/** What a gateway gets wrong that neither accepts nor refuses a send. */
function unhandled({ timeline, number, raw, status }: SendResult): DetailsOf<'gateway'>['what'] {
  if (status === undefined) return 'send-unanswered'
  if (Buffer.byteLength(raw) > LARGE) return 'send-too-large-unhandled'
  return findSendFlaw(timeline, number)?.unhandled ?? 'send-wrong-status'
}
