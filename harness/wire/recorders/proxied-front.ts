import type { Timeline } from '../../timeline/index.ts'
import type { HttpListener } from '../proxy/index.ts'
import { STREAM_HEADER, streamNumberIn } from '../sse-client/index.ts'

/** A request that came out of the reverse proxy. */
interface Forwarded {
  readonly timeline: Timeline
  readonly stream: number | undefined
}

/**
 * Records what passes between the reverse proxy and the gateway.
 * @param timelineOf the record of a stream's scenario, or of the current one; `undefined` between scenarios
 */
export function proxiedFront(
  timelineOf: (stream: number | undefined) => Timeline | undefined,
): HttpListener<Forwarded | undefined> {
  return {
    onRequest: ({ method, target, version, headers }) => {
      const stream = streamNumberIn(headers[STREAM_HEADER])
      const timeline = timelineOf(stream)
      timeline?.record({ kind: 'front-request', stream, method, target, version, headers })
      return timeline && { timeline, stream }
    },
    onResponseHead: (forwarded, status, headers) =>
      forwarded?.timeline.record({ kind: 'front-response', stream: forwarded.stream, status, headers }),
    onResponseBody: (forwarded, bytes) =>
      forwarded?.timeline.record({ kind: 'front-bytes', stream: forwarded.stream, bytes }),
    onResponse: forwarded =>
      forwarded?.timeline.record({
        kind: 'front-end',
        stream: forwarded.stream,
        by: 'gateway',
        how: 'finished',
      }),
    onUnanswered: (forwarded, by, how) =>
      forwarded?.timeline.record({
        kind: 'front-end',
        stream: forwarded.stream,
        by: by === 'downstream' ? 'front' : 'gateway',
        how,
      }),
  }
}
