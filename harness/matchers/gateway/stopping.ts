import type { Timeline } from '../../timeline/index.ts'

/** Whether a stream ended, or should have ended, after its gateway got a stop signal. */
export function isEndOfStop(timeline: Timeline, stream: number): boolean {
  const handled = timeline.all('gateway-handled')
  const { request, end } = timeline.exchanges.stream(stream)
  const asked = request?.at ?? 0
  const ended = end?.at ?? Number.POSITIVE_INFINITY
  const began = handled.findLast(({ at, restarts }) => restarts === true && at <= asked)?.at ?? 0
  return handled.some(({ at, signal }) => signal !== undefined && at >= began && at <= ended)
}
