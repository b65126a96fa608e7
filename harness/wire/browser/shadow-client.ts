import type { FetchLikeResponse } from 'eventsource'
import type { HeaderValues, ReceivedEvent } from '../../timeline/index.ts'
import { Browser } from '../sse-client/event-source.ts'

/** The `eventsource` package on the bytes that a browser gets, to see whether both dispatch the same. */
export class ShadowClient {
  readonly dispatched: ReceivedEvent[] = []
  readonly #client: Browser
  readonly #response = Promise.withResolvers<FetchLikeResponse>()
  #body: ReadableStreamDefaultController<Uint8Array> | undefined

  /** @param memory the fields that go before the first byte */
  constructor(url: string, memory: Uint8Array | undefined) {
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#body = controller
        if (memory !== undefined) controller.enqueue(memory)
      },
    })
    this.#client = new Browser(url, {
      fetch: () => this.#response.promise.then(response => ({ ...response, body })),
      onEvent: event => this.dispatched.push(event),
      onEnd: () => {},
      reconnect: false,
    })
  }

  answer(url: string, status: number, headers: HeaderValues): void {
    const get = (name: string): string => String(headers[name] ?? '')
    this.#response.resolve({ url, status, redirected: false, headers: { get }, body: null })
  }

  take(bytes: Buffer): void {
    this.#body?.enqueue(bytes)
  }

  close(): void {
    this.#client.close()
  }
}

/** What two clients dispatched of the same bytes where it differs: the first such event of each. */
export interface Difference {
  readonly place: number
  readonly browser: ReceivedEvent | undefined
  readonly other: ReceivedEvent | undefined
}

/** @param isWhole the stream ended by itself, so that both clients have dispatched all of it */
export function differenceOf(
  browser: readonly ReceivedEvent[],
  other: readonly ReceivedEvent[],
  isWhole: boolean,
): Difference | undefined {
  const places = isWhole ? Math.max(browser.length, other.length) : Math.min(browser.length, other.length)
  for (let place = 0; place < places; place += 1) {
    const [one, two] = [browser[place], other[place]]
    if (one === undefined || two === undefined || !isSame(one, two))
      return { place, browser: one, other: two }
  }
  return undefined
}

function isSame(one: ReceivedEvent, two: ReceivedEvent): boolean {
  return one.event === two.event && one.data === two.data && one.lastEventId === two.lastEventId
}
