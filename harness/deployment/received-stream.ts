import type { IncomingMessage } from 'node:http'

/** More than this is not kept, in characters: a server may send without end. */
const MAX_KEPT = 1_000_000

/** What a stream did next. */
export type Happening = 'bytes' | 'end' | 'break' | 'nothing'

/** An event stream as its bytes come in. Disposing of it leaves the stream. */
export class ReceivedStream implements Disposable {
  readonly #response: IncomingMessage
  #received = ''
  #taken = 0
  #over: 'end' | 'break' | undefined
  #wake: () => void = () => {}

  constructor(response: IncomingMessage) {
    this.#response = response
    response.setEncoding('utf8')
    response.on('data', (text: string) => {
      if (this.#received.length > MAX_KEPT) return
      this.#received += text
      this.#wake()
    })
    const over = (how: 'end' | 'break') => () => {
      this.#over ??= how
      this.#wake()
    }
    response.on('end', over('end'))
    response.on('error', over('break'))
    response.on('close', over('break'))
  }

  /** All that came. */
  get received(): string {
    return this.#received
  }

  /** The next thing that happens within so many milliseconds, after what was reported before. */
  async next(limitMs: number): Promise<Happening> {
    const expiry = AbortSignal.timeout(limitMs)
    while (true) {
      if (this.#received.length > this.#taken) {
        this.#taken = this.#received.length
        return 'bytes'
      }
      if (this.#over !== undefined) return this.#over
      if (expiry.aborted) return 'nothing'
      await new Promise<void>(resolve => {
        this.#wake = resolve
        expiry.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  [Symbol.dispose](): void {
    this.#response.destroy()
  }
}
