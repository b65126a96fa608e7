import type { ReceivedEvent, Timeline } from '../timeline/index.ts'
import { openEventSource, openWire } from '../wire/sse-client/open.ts'
import type { Stream } from '../wire/sse-client/stream.ts'

/** Both clients, for tests that hold for either. */
export const CLIENTS = ['wire', 'browser'] as const

export interface OpenedOptions {
  readonly origin: string
  readonly target?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** Asks for a stream with one of the two clients. */
export function opened(
  client: (typeof CLIENTS)[number],
  timeline: Timeline,
  { origin, target = '/events', headers = {} }: OpenedOptions,
): Stream {
  if (client === 'wire') return openWire(timeline, { origin, target, headers })
  const [stream] = openEventSource(timeline, { origin, target, headers }, () => undefined).streams
  if (stream === undefined)
    throw new Error('The browser asked for no stream; expected its first request at once.')
  return stream
}

/** Waits for the end of a stream and says how it came. */
export function endOf(timeline: Timeline, stream: Stream): Promise<NonNullable<Stream['ended']>> {
  return timeline.waitUntil({ for: `the end of stream ${stream.number}`, until: () => stream.ended })
}

/** Waits until that many events are dispatched. */
export function dispatched(
  timeline: Timeline,
  stream: Stream,
  count: number,
): Promise<readonly ReceivedEvent[]> {
  return timeline.waitUntil({
    for: `${count} events on stream ${stream.number}`,
    until: () => (stream.dispatched.length >= count ? stream.dispatched : undefined),
    lastSeen: () => JSON.stringify(stream.dispatched),
  })
}
