import type { SentEvent } from '../../contract/payloads.ts'
import { type ReceivedEvent, type SendExchange, sameEvent, type Timeline } from '../../timeline/index.ts'

/** How an event or a close came to the gateway: where to look depends on it. */
export type EventOrigin = 'connect answer' | 'send' | 'send during connect'

/** The stream that an event was meant for, as far as following the event needs it. */
export interface FollowedStream {
  readonly number: number
  readonly token: string | undefined
  /** Decoded from the wire, without fences. */
  readonly written: readonly ReceivedEvent[]
  /** Dispatched by the client, without fences. */
  readonly received: readonly ReceivedEvent[]
  readonly ended: { readonly how: string } | undefined
}

/** How the backend produced an event, and how the gateway answered. */
export interface Production {
  readonly how: 'connect answer' | 'send'
  readonly status: number | undefined
  readonly failure: string | undefined
  readonly address: string | undefined
  /** The send itself, where it was one. */
  readonly exchange?: SendExchange
}

/** Every time the backend produced an event for a stream: the answer to the connect callback first, then its sends. */
export function productionsOf(
  timeline: Timeline,
  stream: Pick<FollowedStream, 'number' | 'token'>,
  wanted: Pick<ReceivedEvent, 'event' | 'data'>,
): Production[] {
  const answer = timeline.exchanges.connect(stream.number).response
  const event = answer === undefined ? undefined : eventIn(answer.body)
  const answered: Production[] =
    answer !== undefined && event !== undefined && sameEvent(wanted, event)
      ? [{ how: 'connect answer', status: answer.status, failure: undefined, address: undefined }]
      : []
  const sent = timeline.exchanges
    .sendsTo(stream.token)
    .filter(({ request }) => isSentEvent(request.command.event) && sameEvent(wanted, request.command.event))
    .map(
      (exchange): Production => ({
        how: 'send',
        status: exchange.response?.status,
        failure: exchange.failure?.why,
        address: exchange.request.address,
        exchange,
      }),
    )
  return [...answered, ...sent]
}

/** How an event came to the gateway. */
export function originOf(
  timeline: Timeline,
  stream: Pick<FollowedStream, 'number'>,
  { how, exchange }: Production,
): EventOrigin {
  if (how === 'connect answer') return 'connect answer'
  return exchange !== undefined && isWhileOpening(timeline, stream, exchange.request.at)
    ? 'send during connect'
    : 'send'
}

/** Whether this was before the connect callback of a stream was answered. */
export function isWhileOpening(
  timeline: Timeline,
  { number }: Pick<FollowedStream, 'number'>,
  at: number,
): boolean {
  const { response } = timeline.exchanges.connect(number)
  return response === undefined || at < response.at
}

/** Whether the backend closed a stream in its connect answer. */
export function isClosedByAnswer(timeline: Timeline, stream: number): boolean {
  const { response } = timeline.exchanges.connect(stream)
  return response !== undefined && /"close"\s*:\s*true/.test(response.body)
}

/** Whether the gateway at this address took it: said so, and is the one that was asked. */
export function isAccepted({ status, address }: Production, gatewayAddress: string): boolean {
  return status !== undefined && status < 300 && (address ?? gatewayAddress) === gatewayAddress
}

/** A send may carry anything in place of an event; this is one that the gateway could deliver. */
export function isSentEvent(event: unknown): event is SentEvent {
  if (typeof event !== 'object' || event === null) return false
  const { name, data } = event as { name?: unknown; data?: unknown }
  return typeof data === 'string' && (name === undefined || typeof name === 'string')
}

function eventIn(body: string): SentEvent | undefined {
  try {
    const event = (JSON.parse(body) as { event?: SentEvent } | null)?.event
    return typeof event?.data === 'string' ? event : undefined
  } catch {
    return undefined
  }
}

/** Says so when a send that was refused was made while the connect callback was open. */
export function openingNote(
  timeline: Timeline,
  stream: Pick<FollowedStream, 'number'>,
  refused: SendExchange | undefined,
): string {
  if (refused === undefined || !isWhileOpening(timeline, stream, refused.request.at)) return ''
  return refused.response !== undefined && isWhileOpening(timeline, stream, refused.response.at)
    ? ' while the connect callback was open'
    : ' (the send was made while the connect callback was open)'
}
