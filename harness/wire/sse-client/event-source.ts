import { EventSource, type FetchLikeResponse } from 'eventsource'
import type { ReceivedEvent } from '../../timeline/index.ts'

export interface BrowserOptions {
  /** Sends the request; resolves with what EventSource needs of the response. */
  readonly fetch: (headers: Readonly<Record<string, string>>) => Promise<FetchLikeResponse>
  readonly onEvent: (event: ReceivedEvent) => void
  /** The stream ended or failed, and everything before it has been dispatched. */
  readonly onEnd: () => void
  /** Whether to connect again after the stream ended, as a browser does. */
  readonly reconnect: boolean
}

/**
 * The `eventsource` package as a browser would use it, but seeing every event, whatever its name. It stays closed
 * after the first end unless it is set to reconnect.
 */
export class Browser extends EventSource {
  #observer: BrowserOptions | undefined

  constructor(url: string, options: BrowserOptions) {
    super(url, {
      fetch: (_url, init) => options.fetch(init.headers),
    })
    this.#observer = options
  }

  override dispatchEvent(event: Event): boolean {
    const observer = this.#observer
    if (observer !== undefined) {
      if (event instanceof MessageEvent) {
        observer.onEvent({ event: event.type, data: event.data, lastEventId: event.lastEventId })
        return true
      }
      if (event.type === 'error') {
        if (!observer.reconnect) this.close()
        observer.onEnd()
      }
    }
    return super.dispatchEvent(event)
  }
}
