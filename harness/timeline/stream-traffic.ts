import type { Entry, ReceivedEvent } from './entry.ts'
import { markerIn } from './fence-marker.ts'

/** What a client saw on one stream, in order. */
export interface StreamTraffic {
  /** Decoded from the wire, fences included. */
  readonly written: readonly ReceivedEvent[]
  /** The backend's events among them: neither the markers of fences nor the opening signal. */
  readonly writtenEvents: readonly ReceivedEvent[]
  /** Dispatched by the client, fences included. */
  readonly dispatched: readonly ReceivedEvent[]
  /** The backend's events among them. */
  readonly received: readonly ReceivedEvent[]
  readonly comments: readonly string[]
  /** Everything that came after the head of the response, as it came. */
  readonly body: Buffer
  hasSeen(marker: string): boolean
}

/** Collects the traffic of one stream from the entries of a timeline. */
export class StreamTrafficIndex implements StreamTraffic {
  readonly written: ReceivedEvent[] = []
  readonly writtenEvents: ReceivedEvent[] = []
  readonly dispatched: ReceivedEvent[] = []
  readonly received: ReceivedEvent[] = []
  readonly comments: string[] = []
  readonly #markers = new Set<string>()
  #chunks: Buffer[] = []

  add(entry: Entry): void {
    switch (entry.kind) {
      case 'stream-written':
        this.written.push(entry.event)
        if (isOfTheBackend(entry.event)) this.writtenEvents.push(entry.event)
        return
      case 'stream-event': {
        this.dispatched.push(entry.event)
        if (isOfTheBackend(entry.event)) this.received.push(entry.event)
        const marker = markerIn(entry.event.data)
        if (marker !== undefined) this.#markers.add(marker)
        return
      }
      case 'stream-comment':
        this.comments.push(entry.text)
        return
      case 'stream-bytes':
        this.#chunks.push(entry.bytes)
    }
  }

  get body(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0] as Buffer
  }

  hasSeen(marker: string): boolean {
    return this.#markers.has(marker)
  }
}

/** Whether the backend sent it: neither a marker of a fence nor the opening signal. */
function isOfTheBackend({ data, signal }: ReceivedEvent): boolean {
  return signal === undefined && markerIn(data) === undefined
}
