import type { EntryOf, SendExchange, Timeline } from '../../timeline/index.ts'
import { backendFault, gatewayFault, type ViolationError } from '../violation.ts'
import { type FollowedStream, isWhileOpening, openingNote } from './event-sources.ts'
import { checkSend } from './invalid-send.ts'

/** The data that every gateway has to accept, in bytes. */
const ALWAYS_ACCEPTED = 65_536

/** A send that failed, in words. */
interface FailedSend {
  /** E.g. `The backend sent the event "a"`. */
  readonly sent: string
  /** The event or the close of the send. */
  readonly name: string
  /** A further sentence on the consequence, after a space. */
  readonly consequence?: string
  readonly expected: string
}

/** Finds the party at fault for a send that went to another address, was not answered, or was refused. */
export function traceFailedSend(
  timeline: Timeline,
  gatewayAddress: string,
  stream: Pick<FollowedStream, 'number'>,
  exchange: SendExchange,
  { sent, name, consequence = '', expected }: FailedSend,
): ViolationError {
  const { request, response, failure } = exchange
  const status = response?.status
  if (request.address !== gatewayAddress) {
    return backendFault(stream, {
      expected,
      what: 'event-sent-elsewhere',
      summary: `${sent}, but to ${request.address} instead of the gateway at ${gatewayAddress} (${failure?.why ?? status ?? 'no answer'}).${consequence}`,
    })
  }
  if (failure !== undefined) {
    return gatewayFault(stream, {
      expected,
      what: failure.reason === 'broken' ? 'send-connection-broke' : 'send-unanswered',
      summary:
        neverSentReason(timeline, request, name) ??
        `${sent}. The gateway did not answer that send: ${failure.why}.${consequence}`,
    })
  }
  const wrong = checkSend(timeline, exchange)
  if (wrong !== undefined) {
    return backendFault(stream, {
      expected,
      what: wrong.what,
      summary: `${sent} ${wrong.description}. The gateway refused that with ${status}, which is right.${consequence}`,
    })
  }
  const tooLarge = refusedAsTooLarge(exchange)
  if (tooLarge !== undefined) {
    return gatewayFault(stream, {
      expected,
      what: 'send-size-limit-too-low',
      summary: `${sent}. ${tooLarge}.${consequence}`,
    })
  }
  return gatewayFault(stream, {
    expected,
    what: isWhileOpening(timeline, stream, request.at) ? 'send-refused-during-connect' : 'send-refused',
    summary: `${sent}. The gateway refused it with ${status ?? 'no answer'}${openingNote(timeline, stream, exchange)}.${consequence}`,
  })
}

/**
 * Explains a send that was refused as too large although every gateway has to accept its size.
 * @returns `undefined` where it was refused for another reason, or is larger
 */
export function refusedAsTooLarge({ request, response }: Partial<SendExchange>): string | undefined {
  const data: unknown = request?.command.event?.data
  if (response?.status !== 413 || typeof data !== 'string') return undefined
  const bytes = Buffer.byteLength(data)
  if (bytes > ALWAYS_ACCEPTED) return undefined
  return `The gateway refused it with 413 as too large, but it has only ${bytes} bytes of data; a gateway has to accept 64 KB`
}

/**
 * Explains that an event was never sent, because an earlier send got no answer.
 * @returns `undefined` where it was sent
 */
export function neverSentReason(
  timeline: Timeline,
  { send, command }: Pick<EntryOf<'send-request'>, 'send' | 'command'>,
  name: string,
): string | undefined {
  if (timeline.exchanges.send(send).failure?.reason !== 'not-tried') return undefined
  const isAnswerless = ({ reason }: EntryOf<'send-failed'>): boolean => reason === 'timeout'
  const own = timeline.exchanges.sendsTo(command.token).flatMap(({ failure }) => failure ?? [])
  const first = own.find(isAnswerless)
  const { why } = first ?? timeline.all('send-failed').find(isAnswerless) ?? { why: 'no answer' }
  const where = first === undefined ? 'to another token' : 'to the same token'
  return `The gateway did not answer an earlier send ${where} (${why}); so ${name} was never sent.`
}
