import type { FetchLikeResponse } from 'eventsource'
import type { Timeline } from '../../timeline/index.ts'
import type { EventDecoder } from './event-decoder.ts'
import { Browser } from './event-source.ts'
import { type Consumer, Stream, type StreamRequest } from './stream.ts'

/** Options of a request for a stream. */
export interface OpenOptions {
  /** `browser` dispatches through EventSource, `wire` decodes the bytes directly. */
  readonly client?: 'browser' | 'wire'
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly method?: string
  readonly body?: string
}

export interface BrowserSession {
  /** The streams that this browser asked for so far: the first, then one for each reconnection. */
  readonly streams: readonly Stream[]
  /** Closes the EventSource; it will not connect again. */
  close(): void
}

export interface BrowserSessionOptions {
  readonly origin: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly reconnect?: boolean
  /** The id of the last event that this browser has seen before; it sends it when it reconnects. */
  readonly lastEventId?: string
  readonly read?: EventDecoder
}

/** Opens a stream on the raw wire. */
export function openWire(timeline: Timeline, request: StreamRequest): Stream {
  return new Stream(timeline, request, undefined)
}

/** Opens a stream as a browser does. `onStream` hears of every request it makes, before anything can come of it. */
export function openEventSource(
  timeline: Timeline,
  options: BrowserSessionOptions,
  onStream: (stream: Stream) => void,
): BrowserSession {
  const streams: Stream[] = []
  let browserEnded: (() => void) | undefined
  const browser = new Browser(new URL(options.target, options.origin).href, {
    reconnect: options.reconnect ?? false,
    onEvent: event => streams.at(-1)?.dispatch(event),
    onEnd: () => browserEnded?.(),
    fetch: headers =>
      new Promise<FetchLikeResponse>(resolve => {
        let body: ReadableStreamDefaultController<Uint8Array> | undefined
        let recordEnd: (() => void) | undefined
        let dispatching = false
        const consumer: Consumer = {
          onResponse: stream => {
            dispatching = stream.isEventStream
            resolve({
              url: options.origin,
              status: stream.status ?? 0,
              redirected: false,
              headers: { get: name => String(stream.responseHeaders[name] ?? '') },
              body: new ReadableStream<Uint8Array>({
                start: controller => {
                  body = controller
                  // Only where it is needed: after it, a byte order mark would no longer come first.
                  if (options.reconnect === true) controller.enqueue(memoryOf(options))
                },
              }),
            })
          },
          onBytes: bytes => {
            if (dispatching) body?.enqueue(bytes)
          },
          onEnd: finish => {
            recordEnd = finish
            browserEnded = () => {
              browserEnded = undefined
              recordEnd?.()
            }
            if (dispatching && browser.readyState !== browser.CLOSED) body?.close()
            else browserEnded()
          },
        }
        const stream = new Stream(
          timeline,
          {
            origin: options.origin,
            target: options.target,
            headers: { ...options.headers, ...headers },
            ...(options.read ? { read: options.read } : {}),
          },
          consumer,
        )
        streams.push(stream)
        onStream(stream)
      }),
  })
  return {
    streams,
    close: () => {
      browser.close()
      streams.at(-1)?.close()
    },
  }
}

/**
 * What a browser knows before the first byte: its last event id, and how long it waits before it reconnects (no time
 * here, since scenarios do not sleep). Passed to EventSource as fields of the stream, and visible nowhere else.
 */
export function memoryOf(options: Pick<BrowserSessionOptions, 'lastEventId'>): Uint8Array {
  const id = options.lastEventId === undefined ? '' : `id: ${options.lastEventId}\n`
  return new TextEncoder().encode(`retry: 0\n${id}\n`)
}
