import type { EntryOf, Timeline } from '../timeline/index.ts'
import type { Undecided } from './violation.ts'

interface Exchange {
  readonly from: number
  /** When it was answered or given up; infinite while it is open. */
  readonly to: number
  readonly isAnswered: boolean
}

/**
 * Finds a circle: the backend closes a stream from inside a connect callback and waits for the answer; the gateway does
 * not give it before its disconnect callback for that stream is answered; and the backend answers no callback meanwhile.
 */
export function findDeadlock(timeline: Timeline): Undecided | undefined {
  for (const connect of timeline.all('callback-request')) {
    if (connect.payload.action !== 'connect') continue
    const opening = callbackExchange(timeline, connect)
    for (const close of timeline.all('send-request')) {
      const { token } = close.command
      if (close.command.close !== true || token === connect.payload.token) continue
      if (close.at < opening.from || close.at > opening.to) continue
      const closing = sendExchange(timeline, close)
      const report = timeline
        .all('callback-request')
        .find(
          ({ payload, at }) =>
            payload.action === 'disconnect' && payload.token === token && at > close.at && at < closing.to,
        )
      if (report === undefined) continue
      const reporting = callbackExchange(timeline, report)
      if (closing.isAnswered && !isAfterGivingUp(closing, [opening, reporting])) continue
      if (reporting.isAnswered && reporting.to < closing.to) continue
      return {
        party: 'undecided',
        between: ['gateway', 'backend'],
        what: 'deadlock',
        summary:
          'The backend closes the replaced stream inside its connect callback and waits for the answer. The gateway does not answer the close until the backend answers its disconnect callback. The backend does not answer that callback while it closes (it holds a lock, or takes one request at a time). Either side alone can end the wait, so the record does not show which to change first: the gateway has to answer a close at once, and the backend has to answer callbacks while it closes.',
        streams: streamsOf(timeline, connect, report),
        expected: 'the answer to the close, or to the disconnect callback',
      }
    }
  }
  return undefined
}

/** Whether the answer came only once a callback of the circle had been given up. */
function isAfterGivingUp(closing: Exchange, callbacks: readonly Exchange[]): boolean {
  return callbacks.some(({ isAnswered, to }) => !isAnswered && to <= closing.to)
}

function streamsOf(timeline: Timeline, ...calls: readonly EntryOf<'callback-request'>[]): number[] {
  const known = new Set(timeline.all('stream-request').map(({ stream }) => stream))
  return calls.flatMap(({ stream }) => (stream !== undefined && known.has(stream) ? [stream] : []))
}

function callbackExchange(timeline: Timeline, { call, at }: EntryOf<'callback-request'>): Exchange {
  // What a tap hears of an answer that comes behind the giving up answers nothing any more.
  const givenUp = timeline.all('callback-unanswered').find(entry => entry.call === call)
  const end = givenUp ?? timeline.all('callback-response').find(entry => entry.call === call)
  const isAnswered = givenUp === undefined && end !== undefined
  return { from: at, to: end?.at ?? Number.POSITIVE_INFINITY, isAnswered }
}

function sendExchange(timeline: Timeline, { send, at }: EntryOf<'send-request'>): Exchange {
  const answer = timeline.all('send-response').find(entry => entry.send === send)
  const end = answer ?? timeline.all('send-failed').find(entry => entry.send === send)
  return { from: at, to: end?.at ?? Number.POSITIVE_INFINITY, isAnswered: answer !== undefined }
}
