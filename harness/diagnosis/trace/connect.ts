import { problemIn } from '../../contract/index.ts'
import { quoted } from '../../redaction/printable.ts'
import type { EntryOf, Timeline } from '../../timeline/index.ts'
import { type DetailsOf, gatewayFault, type ViolationError } from '../violation.ts'
import {
  type ConnectProgress,
  connectProgress,
  describeEnd,
  isAccepting,
  isEventStream,
  opensStream,
} from './connect-progress.ts'
import { traceConnectAnswer } from './invalid-connect-response.ts'

/** The stream whose connect callback is followed. */
interface AskedStream {
  readonly number: number
  readonly target: string
}

/**
 * Follows the connect callback of a stream that was answered and should be open over its hops: called, answered, applied.
 * @returns `undefined` when all is well
 */
export function traceConnect(timeline: Timeline, stream: AskedStream): ViolationError | undefined {
  const { reached, answer, response } = connectProgress(timeline, stream.number)
  const isOpened = response !== undefined && opensStream(response)
  if (isOpened && answer !== undefined) return undefined
  const wrong = traceConnectAnswer(timeline, stream)
  if (wrong !== undefined) return wrong
  if (answer !== undefined && isAccepting(answer) && isOpenAsOther(timeline, stream.number, response)) {
    const type = response?.headers['content-type']
    return gatewayFault(stream, {
      what: 'content-type-wrong',
      summary: `The backend accepted the stream, and the gateway opened it with ${type === undefined ? 'no Content-Type' : `the Content-Type ${quoted(String(type))}`}, expected text/event-stream: a browser reads nothing else.`,
      expected: 'content-type: text/event-stream',
    })
  }
  const action = isOpened ? 'opened the stream' : describeAnswer(timeline, stream.number, response)
  if (reached === undefined) {
    return gatewayFault(stream, {
      what: isOpened
        ? 'stream-opened-without-callback'
        : response === undefined
          ? 'client-unanswered-without-callback'
          : 'client-answered-without-callback',
      summary: `The client asked for ${stream.target}${fenceNote(timeline, stream.number)}, and the gateway ${action} without a connect callback. Expected a connect callback first, and a stream once the backend accepts.`,
      expected: 'POST connect, and the answer of the backend, before that',
    })
  }
  if (reached === 'called') {
    return gatewayFault(stream, {
      what: 'stream-opened-before-answer',
      summary: `The gateway made the connect callback and ${action} before the backend had answered.`,
      expected: "the backend's answer to the connect callback before that",
    })
  }
  return gatewayFault(stream, {
    what: unapplied(answer, response),
    summary: `The backend accepted the stream: it answered the connect callback ${answer?.status}${bodyOf(answer)}. The gateway then ${action}, expected an open stream.`,
    expected: '200 text/event-stream',
  })
}

/**
 * Follows the connect callback of a stream that the backend refused, and that should not be open.
 * @param due what the client was to get
 * @returns `undefined` where the backend has refused nothing, or the gateway has refused the client too
 */
export function traceRefusal(
  timeline: Timeline,
  { number: stream }: Pick<AskedStream, 'number'>,
  due: string,
): ViolationError | undefined {
  const { answer, response } = connectProgress(timeline, stream)
  if (answer === undefined || isAccepting(answer)) return undefined
  if (response !== undefined && !isEventStream(response)) return undefined
  const action =
    response !== undefined && opensStream(response)
      ? `opened the stream${hasRejectedEvent(timeline, stream) ? ' and wrote `event: rejected` to it, which is how the edition envelope refuses' : ''}`
      : describeAnswer(timeline, stream, response)
  return gatewayFault([stream], {
    what:
      response === undefined
        ? 'refused-client-unanswered'
        : !opensStream(response)
          ? 'refusal-as-event-stream'
          : answer.status < 400
            ? 'redirect-accepted'
            : 'refused-stream-opened',
    summary: `The backend refused the stream: it answered the connect callback ${answer.status}${answer.status < 400 ? ', a redirect, which is a refusal' : ''}. The gateway then ${action}, expected ${due} and no stream.`,
    expected: `${due}, no event stream`,
  })
}

function hasRejectedEvent(timeline: Timeline, stream: number): boolean {
  return timeline
    .all('stream-written')
    .some(entry => entry.stream === stream && entry.event.event === 'rejected')
}

/** An accepting answer that did not open the stream. */
function unapplied(
  answer: ConnectProgress['answer'],
  response: EntryOf<'stream-response'> | undefined,
): DetailsOf<'gateway'>['what'] {
  const isWhole = answer?.kind === 'callback-response' && answer.unended !== true
  if (response === undefined) {
    if (!isWhole) return 'unfinished-answer-unlimited'
    return answer.brokenOff === true ? 'broken-off-answer-unanswered' : 'accepted-stream-unanswered'
  }
  return isWhole && !isReadable(answer.body) ? 'unreadable-answer-refused' : 'accepted-stream-refused'
}

function isReadable(body: string): boolean {
  try {
    return problemIn('connect-answer', JSON.parse(body)) === undefined
  } catch {
    return false
  }
}

/** The body of a connect answer, where it may be why it was not applied. */
function bodyOf(answer: ConnectProgress['answer']): string {
  if (answer?.kind !== 'callback-response') return ', and has not ended that answer'
  if (answer.unended === true) return ', and never ended the body of that answer'
  if (isReadable(answer.body)) return ''
  return answer.body.trim() === ''
    ? ' with an empty body'
    : ` with the body ${quoted(answer.body.trim(), 80)}`
}

/** Whether an answer goes on as a stream does, and is declared as something else. */
function isOpenAsOther(
  timeline: Timeline,
  stream: number,
  response: EntryOf<'stream-response'> | undefined,
): boolean {
  const { end } = timeline.exchanges.stream(stream)
  return response?.status === 200 && !isEventStream(response) && end === undefined
}

/** Says so of a stream that this program opens for itself. */
function fenceNote(timeline: Timeline, stream: number): string {
  return timeline.exchanges.stream(stream).request?.fence === true
    ? ' (a stream that this program opens to prove an order)'
    : ''
}

function describeAnswer(
  timeline: Timeline,
  stream: number,
  response: EntryOf<'stream-response'> | undefined,
): string {
  if (response === undefined) return `gave the client no answer${describeEnd(timeline, stream)}`
  return `answered the client ${response.status} with ${response.headers['content-type'] ?? 'no Content-Type'}`
}
