import type { StreamView } from '../client/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { Violation, wrongConnectAnswer } from '../verdict/index.ts'

/** At whose door it lies that a stream which was answered is not open, or should not be; `undefined` when all is well. */
export function whyNotOpened(timeline: Timeline, stream: StreamView): Violation | undefined {
  if (stream.isEventStream && isAccepted(timeline, stream)) return undefined
  const refusal = wrongConnectAnswer(timeline, stream)
  if (refusal !== undefined) return refusal
  if (stream.isEventStream) {
    return new Violation({
      party: 'gateway',
      what: 'it opened a stream unasked',
      summary: `The gateway opened the stream ${stream.connect === undefined ? 'without having asked the backend' : 'before the backend had answered the connect callback'}.`,
      streams: [stream.number],
      expected: "the backend's answer to a connect callback before it",
    })
  }
  return new Violation({
    party: 'gateway',
    what: 'it opened no stream',
    summary: `The gateway answered ${stream.status ?? `nothing (${stream.ended?.how})`} with ${stream.responseHeaders['content-type'] ?? 'no content type'} where an event stream was due.`,
    streams: [stream.number],
    expected: '200 text/event-stream',
  })
}

/** Whether the backend has answered the connect callback, or begun to; all of that comes before the stream can open. */
function isAccepted(timeline: Timeline, stream: StreamView): boolean {
  const call = timeline.connectOf(stream.number)?.call
  return [...timeline.all('callback-head'), ...timeline.all('callback-response')].some(
    entry => entry.call === call,
  )
}
