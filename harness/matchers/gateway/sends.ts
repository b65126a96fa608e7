import { isJson, problemIn } from '../../contract/index.ts'
import {
  flawOfSend,
  isWhileOpening,
  neverSentReason,
  quoted,
  refusedAsTooLarge,
  sendsTo,
  sinceThen,
  streamOf,
} from '../../diagnosis/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { EntryOf, Timeline } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, fail, holds, parsed, recordOf, waitBefore } from '../registry.ts'
import { causeOfEnd } from './end-cause.ts'

const SENDING = defineMatchers({
  toBeAccepted(sent: SendResult) {
    if (sent.status === 200) return holds
    const ended = endedUnasked(sent)
    if (ended !== undefined) {
      const cause = causeOfEnd(sent.timeline, { number: ended.stream, token: sent.command.token })
      return fail({
        party: 'gateway',
        what: cause?.what ?? 'open-stream-ended',
        summary: `The gateway ended the stream (${ended.how}), though neither the backend nor the client had closed it.${cause === undefined ? '' : ` ${cause.told}`} It then refused this send with ${sent.status}.`,
        streams: [ended.stream],
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
    if (problem === undefined && isJson(sent.contentType)) return holds
    return fail({
      party: 'gateway',
      what: 'send-answer-malformed',
      summary: `The gateway answered a correct send with ${sent.status} ${quoted(sent.body)} (${sent.contentType || 'no Content-Type'})${problem === undefined ? '' : `: ${problem}`}.`,
      streams: [],
      expected: '200 {"status":"ok"} or {"status":"buffered"} as application/json',
    })
  },

  toHaveCloseAnswered(stream: StreamView) {
    if (isCloseAnswered(stream)) return holds
    const { timeline } = recordOf(stream)
    const open = timeline.all('callback-request').filter(({ call }) => isOpenCall(timeline, call))
    const isHeld = open.some(
      ({ payload }) => payload.action === 'disconnect' && payload.token === stream.token,
    )
    const since = sinceThen(timeline)
    return fail({
      party: 'gateway',
      what: isHeld ? 'close-waits-for-callback' : 'send-unanswered',
      summary: isHeld
        ? `The backend closed the stream, and the gateway made its disconnect callback but does not answer the close. In this scenario the backend answers that callback only after the close is answered.${since}`
        : `The backend closed the stream, and the gateway does not answer the close.${since}`,
      // The client whose connect callback the backend was in when it closed the stream belongs to it.
      streams: [
        ...new Set([
          stream.number,
          ...open.flatMap(({ payload, stream: other }) =>
            payload.action === 'connect' && other !== undefined ? [other] : [],
          ),
        ]),
      ],
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

function isOpenCall(timeline: Timeline, call: number): boolean {
  const isItsEnd = (entry: { readonly call: number }): boolean => entry.call === call
  return (
    !timeline.all('callback-response').some(isItsEnd) && !timeline.all('callback-unanswered').some(isItsEnd)
  )
}

function isCloseAnswered(stream: StreamView): boolean {
  const closes = sendsTo(recordOf(stream).timeline, stream.token).filter(
    ({ request }) => request.command.close === true,
  )
  return closes.some(({ response }) => response !== undefined)
}

/** How the stream of a refused send ended before it, where neither the backend nor the client has ended it. */
function endedUnasked({ command, number, status, timeline }: SendResult): EntryOf<'stream-end'> | undefined {
  const sentAt = timeline.all('send-request').find(({ send }) => send === number)?.at ?? 0
  const stream = streamOf(timeline, command.token)
  const ended = timeline.all('stream-end').find(entry => entry.stream === stream && entry.at < sentAt)
  const isClosed = sendsTo(timeline, command.token).some(({ request }) => request.command.close === true)
  if (status !== 404 || ended === undefined || isClosed || ended.how.endsWith('-by-client')) return undefined
  return ended
}

/** A correct send that the gateway refused, or did not answer. @throws Violation always */
function refusedCorrectly(sent: SendResult): never {
  const { timeline, number, command, status, failure, body } = sent
  const stream = streamOf(timeline, command.token)
  const sentAt = timeline.all('send-request').find(({ send }) => send === number)?.at ?? 0
  const isOpening = stream !== undefined && isWhileOpening(timeline, { number: stream }, sentAt)
  const circumstance =
    stream === undefined
      ? ''
      : isOpening
        ? ' to a stream whose connect callback was still open'
        : ' to an open stream'
  const response = timeline.all('send-response').find(({ send }) => send === number)
  const request = timeline.all('send-request').find(({ send }) => send === number)
  const tooLarge = request && response && refusedAsTooLarge({ request, response })
  const made = `The backend made a correct send${circumstance}`
  const neverSent =
    failure === undefined ? undefined : neverSentReason(timeline, { send: number, command }, 'this send')
  return fail({
    party: 'gateway',
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
    streams: stream === undefined ? [] : [stream],
    expected: '200',
  })
}

/** A send that should have been refused with one of these. */
export function refusedSend(sent: SendResult, allowed: readonly number[]) {
  if (allowed.includes(sent.status ?? 0)) return holds
  return wronglyAnswered(sent, allowed.join(' or '))
}

/** A send that should have been refused. @throws Violation always */
export function wronglyAnswered(sent: SendResult, due: string): never {
  const { timeline, number, raw, reason, status, failure, body } = sent
  const flaw = flawOfSend(timeline, number)
  const answer =
    status === undefined ? `nothing (${failure})` : `${status}${body === '' ? '' : ` ${quoted(body.trim())}`}`
  const isAccepted = status !== undefined && status < 400
  return fail({
    party: 'gateway',
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
    summary: `The backend made a send${flaw === undefined ? '' : ` ${flaw.told}`}: ${quoted(raw, 120)}. The gateway answered ${answer}, expected ${due}.`,
    streams: [],
    expected: due,
  })
}
