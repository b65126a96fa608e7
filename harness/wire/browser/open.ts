import type { Timeline } from '../../timeline/index.ts'
import { type BrowserSession, type BrowserSessionOptions, memoryOf, Stream } from '../sse-client/index.ts'
import { WireDecoder } from '../sse-client/wire-decoder.ts'
import type { BrowserClients } from './browser-clients.ts'
import { PageEventSource } from './page-event-source.ts'

export interface OpenInBrowserListener {
  /** Hears of every request that the EventSource makes, before anything can come of it. */
  onStream(stream: Stream): void
  /** The browser itself failed, so that nothing can be said of a gateway. */
  onFailure(error: Error): void
}

/** Opens a stream with the EventSource of a browser. */
export function openInBrowser(
  timeline: Timeline,
  clients: BrowserClients,
  options: BrowserSessionOptions,
  listener: OpenInBrowserListener,
): BrowserSession {
  const streams: Stream[] = []
  let ended: (() => void) | undefined
  const source = new PageEventSource(clients, {
    origin: options.origin,
    target: options.target,
    pageOrigin: options.headers.origin === undefined ? undefined : String(options.headers.origin),
    reconnects: options.reconnect ?? false,
    memory: options.reconnect === true ? Buffer.from(memoryOf(options)) : undefined,
    onEvent: event => streams.at(-1)?.dispatch(event),
    onEnd: () => {
      ended?.()
      ended = undefined
    },
    onReconnect: () => ask(),
    onFailure: error => listener.onFailure(error),
  })
  const ask = (): void => {
    // The names that are dispatched are those on the wire, whatever the edition reads in an event.
    const names = new WireDecoder({ onEvent: ({ event }) => source.sees(event), onComment: () => {} })
    const stream: Stream = new Stream(
      timeline,
      {
        origin: options.origin,
        target: options.target,
        headers: {},
        send: source.send,
        ...(options.read === undefined ? {} : { read: options.read }),
      },
      {
        onBytes: bytes => {
          if (stream.isEventStream) names.feed(bytes)
        },
        onEnd: finish => {
          if (source.isClosed) finish()
          else ended = finish
        },
      },
    )
    streams.push(stream)
    listener.onStream(stream)
  }
  ask()
  return {
    streams,
    close: () => {
      source.close()
      streams.at(-1)?.close()
    },
  }
}
