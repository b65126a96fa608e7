import type { ReceivedEvent, Timeline } from '../../timeline/index.ts'
import { type BrowserSession, type BrowserSessionOptions, memoryOf, Stream } from '../sse-client/index.ts'
import { WireDecoder } from '../sse-client/wire-decoder.ts'
import type { BrowserClients } from './browser-clients.ts'
import { PageEventSource } from './page-event-source.ts'
import { type Difference, differenceOf, ShadowClient } from './shadow-client.ts'

export interface OpenInBrowserListener {
  /** Hears of every request that the EventSource makes, before anything can come of it. */
  onStream(stream: Stream): void
  /** The browser itself failed, so that nothing can be said of a gateway. */
  onFailure(error: Error): void
}

/** Where both clients differ, and on which stream. */
export type ClientDifference = Difference & { readonly stream: number }

/** An EventSource in a browser, and the `eventsource` package beside it on the same bytes. */
export interface InBrowserSession extends BrowserSession {
  /** Where both differ on the first stream, with its number; `undefined` where they do not. */
  difference(): ClientDifference | undefined
}

/** Opens a stream with the EventSource of a browser. */
export function openInBrowser(
  timeline: Timeline,
  clients: BrowserClients,
  options: BrowserSessionOptions,
  listener: OpenInBrowserListener,
): InBrowserSession {
  const streams: Stream[] = []
  const memory = options.reconnect === true ? Buffer.from(memoryOf(options)) : undefined
  // On the first stream alone: later ones depend on what the client remembers.
  const shadow = new ShadowClient(new URL(options.target, options.origin).href, memory)
  const onFirst: ReceivedEvent[] = []
  let isWhole = false
  let ended: (() => void) | undefined
  const source = new PageEventSource(clients, {
    origin: options.origin,
    target: options.target,
    pageOrigin: options.headers.origin === undefined ? undefined : String(options.headers.origin),
    reconnects: options.reconnect ?? false,
    memory,
    onEvent: event => {
      if (streams.length === 1) onFirst.push(event)
      streams.at(-1)?.dispatch(event)
    },
    onEnd: () => {
      if (streams.length === 1) isWhole = true
      ended?.()
      ended = undefined
    },
    onReconnect: () => ask(),
    onFailure: error => listener.onFailure(error),
  })
  const ask = (): void => {
    // The names that are dispatched are those on the wire, whatever the edition reads in an event.
    const names = new WireDecoder({ onEvent: ({ event }) => source.sees(event), onComment: () => {} })
    const isFirst = streams.length === 0
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
        onResponse: () => {
          if (isFirst) shadow.answer(options.origin, stream.status ?? 0, stream.responseHeaders)
        },
        onBytes: bytes => {
          if (!stream.isEventStream) return
          names.feed(bytes)
          if (isFirst) shadow.take(bytes)
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
    difference: () => {
      const [first] = streams
      const found = differenceOf(onFirst, shadow.dispatched, isWhole)
      return first === undefined || found === undefined ? undefined : { ...found, stream: first.number }
    },
    close: () => {
      shadow.close()
      source.close()
      streams.at(-1)?.close()
    },
  }
}
