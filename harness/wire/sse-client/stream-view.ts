import type { ConnectCallback } from '../../contract/payloads.ts'
import { type HeaderValues, markerIn, type ReceivedEvent, type StreamEnd } from '../../timeline/index.ts'

/** A read-only view of one request for a stream and its result so far. */
export interface StreamView {
  readonly number: number
  readonly target: string
  readonly headers: HeaderValues
  /** Decoded from the wire, fences included. */
  readonly written: readonly ReceivedEvent[]
  /** Dispatched by the client, fences included. */
  readonly dispatched: readonly ReceivedEvent[]
  readonly comments: readonly string[]
  readonly status: number | undefined
  readonly responseHeaders: HeaderValues
  readonly ended: { readonly how: StreamEnd; readonly detail: string | undefined } | undefined
  /** Whether the gateway opened it, and it has not ended. */
  readonly isOpen: boolean
  readonly isEventStream: boolean
  /** What the client dispatched of the backend's events: without the markers of fences and the opening signal. */
  readonly received: readonly ReceivedEvent[]
  /** The same, as decoded from the wire. */
  readonly writtenEvents: readonly ReceivedEvent[]
  /** Everything that came after the head of the response, as it came. */
  readonly body: Buffer
  /** The connect callback that the gateway made for this stream, once it has. */
  readonly connect: ConnectCallback | undefined
  readonly token: string | undefined
  hasSeen(marker: string): boolean
}

/** Whether a response with this head is an event stream. */
export function isEventStream(status: number | undefined, headers: HeaderValues): boolean {
  return status === 200 && /^text\/event-stream\s*(;|$)/i.test(String(headers['content-type'] ?? ''))
}

/** Whether the backend sent it: neither a marker of a fence nor the opening signal. */
export function isOfTheBackend({ data, signal }: ReceivedEvent): boolean {
  return signal === undefined && markerIn(data) === undefined
}
