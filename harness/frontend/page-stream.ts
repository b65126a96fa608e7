import type { Timeline } from '../timeline/index.ts'
import { type BrowserEdge, BrowserTransport } from '../wire/browser/index.ts'
import {
  type EventDecoder,
  Stream,
  type TransportListener,
  type TransportRequest,
} from '../wire/sse-client/index.ts'
import type { StreamTarget } from './stream-request.ts'

let count = 0

export interface PageStreamOptions {
  readonly timeline: Timeline
  readonly edge: BrowserEdge
  /** Where the gateway is. */
  readonly origin: string
  /** The request target. */
  readonly target: string
  readonly is: Exclude<StreamTarget, { readonly is: 'removed' }>
  /** How the edition writes events. */
  readonly read: EventDecoder
  /** The body is held back until this resolves. */
  readonly beforeBody?: () => Promise<void>
}

/** A stream that a page has asked for: led over the edge, at a host name of its own, and recorded there. */
export class PageStream {
  readonly stream: Stream
  readonly is: PageStreamOptions['is']
  /** Where the browser has to ask in place of the page's own URL. */
  readonly url: string
  #isHeld: boolean

  constructor({ timeline, edge, origin, target, is, read, beforeBody }: PageStreamOptions) {
    count += 1
    this.is = is
    const host = `s${count}.localhost`
    this.url = `http://${host}:${edge.port}${target}`
    this.#isHeld = beforeBody !== undefined
    const asker = {
      listener: {
        beforeForward: async () => {},
        beforeBody: async () => {
          await beforeBody?.()
          this.#isHeld = false
        },
      },
      // Only the page leaves it.
      close: async () => {},
    }
    let transport: BrowserTransport | undefined
    this.stream = new Stream(
      timeline,
      {
        origin,
        target,
        headers: {},
        read,
        send: (request: TransportRequest, listener: TransportListener) => {
          transport = new BrowserTransport(asker, request, listener)
          return transport
        },
      },
      undefined,
    )
    edge.expect(host, target, { origin, onRequest: exchange => transport?.answerFrom(exchange) })
  }

  /** Whether the page can have seen `ready` on it. */
  get isReady(): boolean {
    return !this.#isHeld && this.stream.written.some(({ signal }) => signal === true)
  }

  /** What it shows; two streams with the same are two for one thing. */
  get thing(): string {
    return this.is.is === 'current' ? `${this.is.kind} ${this.is.id}` : this.stream.target
  }
}
