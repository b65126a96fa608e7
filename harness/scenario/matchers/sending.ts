import type { Sent } from '../../backend/index.ts'
import type { StreamView } from '../../client/index.ts'
import { isJson, problemIn } from '../../contract/index.ts'
import type { EntryOf } from '../../timeline/index.ts'
import {
  flawOfSend,
  isWhileOpening,
  quoted,
  refusedAsTooLarge,
  sendsTo,
  streamOf,
  untried,
} from '../../verdict/index.ts'
import { conversationOf, defineMatchers, fail, holds, parsed, waitBefore, worldOf } from './matching.ts'

const SENDING = defineMatchers({
  toBeAccepted(sent: Sent) {
    if (sent.status === 200) return holds
    const ended = endedUnasked(sent)
    if (ended !== undefined) {
      return fail({
        party: 'gateway',
        what: 'open-stream-ended',
        summary: `The gateway ended the stream (${ended.how}) before this send, though the backend had not closed it and the client had not left; it then refused the send with ${sent.status}.`,
        streams: [ended.stream],
        expected: 'an open stream',
      })
    }
    return refusedCorrectly(sent)
  },

  toBeAcceptedInForm(sent: Sent) {
    if (sent.status === undefined || sent.status >= 400) return refusedCorrectly(sent)
    const problem =
      sent.status !== 200
        ? `its status is ${sent.status}`
        : parsed(sent.body) === undefined
          ? 'it is no JSON, and {"status":"ok"} was due'
          : problemIn('send-answer', parsed(sent.body))
    if (problem === undefined && isJson(sent.contentType)) return holds
    return fail({
      party: 'gateway',
      what: 'send-answer-malformed',
      summary: `The gateway answered a correct send with ${sent.status} ${quoted(sent.body)} (${sent.contentType || 'no content type'})${problem === undefined ? '' : `: ${problem}`}.`,
      streams: [],
      expected: '200 {"status":"ok"} or {"status":"buffered"} as application/json',
    })
  },

  toHaveItsCloseAnswered(stream: StreamView) {
    if (isCloseAnswered(stream)) return holds
    return fail({
      party: 'gateway',
      what: 'send-unanswered',
      summary:
        'The backend sent a close to the stream, and the gateway has not answered that, though other streams were opened and closed since.',
      streams: [stream.number],
      expected: 'an answer to the close',
    })
  },
})

waitBefore(SENDING, {
  toHaveItsCloseAnswered: stream =>
    conversationOf(stream).unlessLost('the answer to the close', () => isCloseAnswered(stream) || undefined),
})

function isCloseAnswered(stream: StreamView): boolean {
  const closes = sendsTo(worldOf(stream).timeline, stream.token).filter(
    ({ request }) => request.command.close === true,
  )
  return closes.some(({ response }) => response !== undefined)
}

/** How the stream of a refused send ended before it, where neither the backend nor the client has ended it. */
function endedUnasked({ command, number, status, timeline }: Sent): EntryOf<'stream-end'> | undefined {
  const sentAt = timeline.all('send-request').find(({ send }) => send === number)?.at ?? 0
  const stream = streamOf(timeline, command.token)
  const ended = timeline.all('stream-end').find(entry => entry.stream === stream && entry.at < sentAt)
  const isClosed = sendsTo(timeline, command.token).some(({ request }) => request.command.close === true)
  if (status !== 404 || ended === undefined || isClosed || ended.how.endsWith('-by-client')) return undefined
  return ended
}

/** A correct send that the gateway refused, or did not answer. @throws Violation always */
function refusedCorrectly(sent: Sent): never {
  const { timeline, number, command, status, failure, body } = sent
  const stream = streamOf(timeline, command.token)
  const sentAt = timeline.all('send-request').find(({ send }) => send === number)?.at ?? 0
  const isOpening = stream !== undefined && isWhileOpening(timeline, { number: stream }, sentAt)
  const circumstance =
    stream === undefined
      ? ''
      : isOpening
        ? ' to the token of a stream whose connect callback was still open'
        : ' to the token of an open stream'
  const response = timeline.all('send-response').find(({ send }) => send === number)
  const request = timeline.all('send-request').find(({ send }) => send === number)
  const tooLarge = request && response && refusedAsTooLarge({ request, response })
  const made = `The backend made a correct send${circumstance}`
  const neverSent =
    failure === undefined ? undefined : untried(timeline, { send: number, command }, 'this send')
  return fail({
    party: 'gateway',
    what:
      status === undefined
        ? 'send-unanswered'
        : tooLarge === undefined
          ? 'send-refused'
          : 'send-size-limit-too-low',
    summary:
      neverSent ??
      `${made}, and ${tooLarge ?? `the gateway answered ${status === undefined ? `nothing (${failure})` : `${status} ${quoted(body.trim(), 120)}`}; 200 was due`}.`,
    streams: stream === undefined ? [] : [stream],
    expected: '200',
    origin: isOpening ? 'send during connect' : 'send',
  })
}

/** A send that should have been refused with one of these. */
export function refusedSend(sent: Sent, allowed: readonly number[]) {
  if (allowed.includes(sent.status ?? 0)) return holds
  return wronglyAnswered(sent, allowed.join(' or '))
}

/** A send that should have been refused. @throws Violation always */
export function wronglyAnswered({ timeline, number, raw, status, failure, body }: Sent, due: string): never {
  const flaw = flawOfSend(timeline, number)
  const answer =
    status === undefined ? `nothing (${failure})` : `${status}${body === '' ? '' : ` ${quoted(body.trim())}`}`
  const isAccepted = status !== undefined && status < 400
  return fail({
    party: 'gateway',
    what: status === undefined ? 'send-unanswered' : isAccepted ? 'send-not-refused' : 'refusal-wrong-status',
    summary: `The backend made a send${flaw === undefined ? '' : ` ${flaw.told}`}: ${quoted(raw, 120)}. The gateway answered ${answer}; ${due} was due.`,
    streams: [],
    expected: due,
    ...(isAccepted && flaw?.manner !== undefined ? { manner: flaw.manner } : {}),
  })
}
