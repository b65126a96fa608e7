import type { Timeline } from '../../timeline/index.ts'

/** Whether a stream ended, or should have ended, after the gateway that it was asked of was told to stop. */
export function isEndOfStop(timeline: Timeline, stream: number): boolean {
  const handled = timeline.all('gateway-handled')
  const asked = timeline.all('stream-request').find(entry => entry.stream === stream)?.at ?? 0
  const ended =
    timeline.all('stream-end').find(entry => entry.stream === stream)?.at ?? Number.POSITIVE_INFINITY
  const began = handled.findLast(({ at, restarts }) => restarts === true && at <= asked)?.at ?? 0
  return handled.some(({ at, signal }) => signal !== undefined && at >= began && at <= ended)
}
