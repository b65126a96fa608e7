import type { CallbackExchange, EntryOf, SendExchange, Timeline } from '../timeline/index.ts'
import type { Undecided } from './violation.ts'

interface Outcome {
  /** When it was answered or given up; infinite while it is open. */
  readonly at: number
  readonly isAnswered: boolean
}

/**
 * Finds a circle: the backend closes a stream from inside a connect callback and waits for the answer; the gateway does
 * not give it before its disconnect callback for that stream is answered; and the backend answers no callback meanwhile.
 */
export function findDeadlock(timeline: Timeline): Undecided | undefined {
  for (const connect of timeline.all('callback-request')) {
    if (connect.payload.action !== 'connect') continue
    const opening = outcomeOfCallback(timeline.exchanges.callback(connect.call))
    for (const close of timeline.all('send-request')) {
      const { token } = close.command
      if (close.command.close !== true || token === connect.payload.token) continue
      if (close.at < connect.at || close.at > opening.at) continue
      const closing = outcomeOfSend(timeline.exchanges.send(close.send))
      const report = timeline
        .all('callback-request')
        .find(
          ({ payload, at }) =>
            payload.action === 'disconnect' && payload.token === token && at > close.at && at < closing.at,
        )
      if (report === undefined) continue
      const reporting = outcomeOfCallback(timeline.exchanges.callback(report.call))
      if (closing.isAnswered && !isAfterGivingUp(closing, [opening, reporting])) continue
      if (reporting.isAnswered && reporting.at < closing.at) continue
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
function isAfterGivingUp(closing: Outcome, callbacks: readonly Outcome[]): boolean {
  return callbacks.some(({ isAnswered, at }) => !isAnswered && at <= closing.at)
}

function streamsOf(timeline: Timeline, ...calls: readonly EntryOf<'callback-request'>[]): number[] {
  const known = new Set(timeline.all('stream-request').map(({ stream }) => stream))
  return calls.flatMap(({ stream }) => (stream !== undefined && known.has(stream) ? [stream] : []))
}

function outcomeOfCallback({ response, unanswered }: Partial<CallbackExchange>): Outcome {
  // An answer that a proxy records after the callback was given up answers nothing any more.
  const end = unanswered ?? response
  return { at: end?.at ?? Number.POSITIVE_INFINITY, isAnswered: end !== undefined && end === response }
}

function outcomeOfSend({ response, failure }: Partial<SendExchange>): Outcome {
  return { at: (response ?? failure)?.at ?? Number.POSITIVE_INFINITY, isAnswered: response !== undefined }
}
