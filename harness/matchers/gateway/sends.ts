import { isJson, problemIn } from '../../contract/index.ts'
import {
  describeLaterFences,
  findSendFlaw,
  gatewayFault,
  isWhileOpening,
  neverSentReason,
  quoted,
  refusedAsTooLarge,
  type ViolationError,
} from '../../diagnosis/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { EntryOf } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, parsed, recordOf, waitBefore } from '../registry.ts'
import { causeOfEnd } from './end-cause.ts'

const SENDING = defineMatchers({
  toBeAccepted(sent: SendResult) {
    if (sent.status === 200) return undefined
    const ended = endedUnasked(sent)
    if (ended !== undefined) {
      const cause = causeOfEnd(sent.timeline, { number: ended.stream, token: sent.command.token })
      return gatewayFault([ended.stream], {
        what: cause?.what ?? 'open-stream-ended',
        summary: `The gateway ended the stream (${ended.how}), though neither the backend nor the client had closed it.${cause === undefined ? '' : ` ${cause.description}`} It then refused this send with ${sent.status}.`,
        expected: 'an open stream',
      })
    }
    return refusedCorrectly(sent)
  },

  toHaveValidSendAnswer(sent: SendResult) {
    if (sent.status === undefined || sent.status >= 400) return refusedCorrectly(sent)
    const problem =
      sent.status !== 200
        ? `its status is ${sent.status}`
        : parsed(sent.body) === undefined
          ? 'it is not JSON'
          : problemIn('send-answer', parsed(sent.body))
    if (problem === undefined && isJson(sent.contentType)) return undefined
    return gatewayFault([], {
      what: 'send-answer-malformed',
      summary: `The gateway answered a correct send with ${sent.status} ${quoted(sent.body)} (${sent.contentType || 'no Content-Type'})${problem === undefined ? '' : `: ${problem}`}.`,
      expected: '200 {"status":"ok"} or {"status":"buffered"} as application/json',
    })
  },

  toHaveCloseAnswered(stream: StreamView) {
    if (isCloseAnswered(stream)) return undefined
    const { timeline } = recordOf(stream)
    const open = timeline.all('callback-request').filter(({ call }) => timeline.exchanges.isOpen(call))
    const isHeld = open.some(
      ({ payload }) => payload.action === 'disconnect' && payload.token === stream.token,
    )
    const since = describeLaterFences(timeline)
    // The client whose connect callback the backend was in when it closed the stream belongs to it.
    const others = open.flatMap(({ payload, stream: other }) =>
      payload.action === 'connect' && other !== undefined ? [other] : [],
    )
    return gatewayFault([...new Set([stream.number, ...others])], {
      what: isHeld ? 'close-waits-for-callback' : 'send-unanswered',
      summary: isHeld
        ? `The backend closed the stream, and the gateway made its disconnect callback but does not answer the close. In this scenario the backend answers that callback only after the close is answered.${since}`
        : `The backend closed the stream, and the gateway does not answer the close.${since}`,
      expected: isHeld
        ? 'an answer to the close, before the disconnect callback is answered'
        : 'an answer to the close',
    })
  },
})

waitBefore(SENDING, {
  toHaveCloseAnswered: stream =>
    clientOf(stream).unlessLost('the answer to the close', () => isCloseAnswered(stream) || undefined),
})

function isCloseAnswered(stream: StreamView): boolean {
  return recordOf(stream)
    .timeline.exchanges.sendsTo(stream.token)
    .some(({ request, response }) => request.command.close === true && response !== undefined)
}

/** How the stream of a refused send ended before it, where neither the backend nor the client has ended it. */
function endedUnasked({ command, number, status, timeline }: SendResult): EntryOf<'stream-end'> | undefined {
  const { exchanges } = timeline
  const { end } = exchanges.stream(exchanges.streamWith(command.token))
  const isBefore = end !== undefined && end.at < (exchanges.send(number).request?.at ?? 0)
  const isClosed = exchanges.sendsTo(command.token).some(({ request }) => request.command.close === true)
  return status === 404 && isBefore && !isClosed && !end.how.endsWith('-by-client') ? end : undefined
}

/** A correct send that the gateway refused, or did not answer. */
function refusedCorrectly(sent: SendResult): ViolationError {
  const { timeline, number, command, status, failure, body } = sent
  const { exchanges } = timeline
  const stream = exchanges.streamWith(command.token)
  const exchange = exchanges.send(number)
  const isOpening =
    stream !== undefined && isWhileOpening(timeline, { number: stream }, exchange.request?.at ?? 0)
  const circumstance =
    stream === undefined
      ? ''
      : isOpening
        ? ' to a stream whose connect callback was still open'
        : ' to an open stream'
  const tooLarge = refusedAsTooLarge(exchange)
  const made = `The backend made a correct send${circumstance}`
  const neverSent =
    failure === undefined ? undefined : neverSentReason(timeline, { send: number, command }, 'this send')
  return gatewayFault(stream === undefined ? [] : [stream], {
    what:
      status === undefined
        ? sent.reason === 'broken'
          ? 'send-connection-broke'
          : 'send-unanswered'
        : tooLarge !== undefined
          ? 'send-size-limit-too-low'
          : isOpening
            ? 'send-refused-during-connect'
            : 'send-refused',
    summary:
      neverSent ??
      (tooLarge === undefined
        ? `${made}, and the gateway answered ${status === undefined ? `nothing (${failure})` : `${status} ${quoted(body.trim(), 120)}`}, expected 200.`
        : `${made}. ${tooLarge}.`),
    expected: '200',
  })
}

/** A send that should have been refused with one of these. */
export function refusedSend(sent: SendResult, allowed: readonly number[]) {
  if (allowed.includes(sent.status ?? 0)) return undefined
  return wronglyAnswered(sent, allowed.join(' or '))
}

/** A send that should have been refused. */
export function wronglyAnswered(sent: SendResult, due: string): ViolationError {
  const { timeline, number, raw, reason, status, failure, body } = sent
  const flaw = findSendFlaw(timeline, number)
  const answer =
    status === undefined ? `nothing (${failure})` : `${status}${body === '' ? '' : ` ${quoted(body.trim())}`}`
  const isAccepted = status !== undefined && status < 400
  return gatewayFault([], {
    what:
      status === undefined
        ? reason === 'broken'
          ? 'send-connection-broke'
          : 'send-unanswered'
        : isAccepted
          ? (flaw?.accepted ?? 'send-not-refused')
          : status >= 500
            ? 'invalid-send-fails'
            : 'send-refusal-wrong-status',
    summary: `The backend made a send${flaw === undefined ? '' : ` ${flaw.description}`}: ${quoted(raw, 120)}. The gateway answered ${answer}, expected ${due}.`,
    expected: due,
  })
}
