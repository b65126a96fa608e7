import { type Callback, problemInCallback } from '../../contract/index.ts'
import { type EntryOf, nextCall, type Timeline } from '../../timeline/index.ts'
import { parseJson } from '../../util/parse-json.ts'

/** A callback as it came in. */
export interface IncomingRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** A callback that is written down. `call` numbers it. */
export interface RecordedCallback {
  readonly call: number
  readonly callback: Callback
}

/** How a callback came to no answer. */
export type Unanswered = Omit<EntryOf<'callback-unanswered'>, 'kind' | 'call' | 'at'>

/** Assigns callbacks to the streams of a scenario, and records the callback edge. */
export class CallbackRecorder {
  readonly timeline: Timeline
  readonly #streamHeader: string
  readonly #numberIn: (value: unknown) => number | undefined
  readonly #streams = new Set<number>()
  readonly #streamByToken = new Map<string, number | undefined>()

  /** @param numberIn reads the number of one of our streams from that header */
  constructor(
    timeline: Timeline,
    streamHeader: string,
    numberIn: (value: unknown) => number | undefined = plainNumber,
  ) {
    this.timeline = timeline
    this.#streamHeader = streamHeader
    this.#numberIn = numberIn
  }

  /** Announces that a stream of this scenario is about to be asked for. */
  expect(stream: number): void {
    this.#streams.add(stream)
  }

  owns({ body }: Pick<IncomingRequest, 'body'>): boolean {
    const callback = callbackIn(body)
    if (callback === undefined) return false
    const stream = this.#streamIn(callback)
    return this.ownsToken(callback.token) || (stream !== undefined && this.#streams.has(stream))
  }

  /** Whether a stream of this number belongs to this scenario. */
  ownsStream(stream: number): boolean {
    return this.#streams.has(stream)
  }

  /** Whether this token was given to a stream of this scenario. */
  ownsToken(token: unknown): boolean {
    return typeof token === 'string' && this.#streamByToken.has(token)
  }

  /** Writes a request down. @returns `undefined` for one that is no callback */
  received({ method, target, headers, body }: IncomingRequest): RecordedCallback | undefined {
    const callback = callbackIn(body)
    if (callback === undefined) {
      this.timeline.record({ kind: 'backend-request', method, target })
      return undefined
    }
    const call = nextCall()
    const known = this.#streamByToken.get(callback.token)
    const named = this.#streamIn(callback)
    // A token that was given before says nothing of which stream is announced now.
    const stream =
      (callback.action === 'connect' ? (named ?? known) : (known ?? named)) ?? this.#guess(callback)
    if (callback.action === 'connect') this.#streamByToken.set(callback.token, stream)
    this.timeline.record({
      kind: 'callback-request',
      call,
      stream,
      payload: callback,
      method,
      target,
      contentType: String(headers['content-type'] ?? ''),
    })
    const problem = problemInCallback(callback)
    if (problem !== undefined) this.timeline.note(`this callback is not in the contract's form: ${problem}`)
    return { call, callback }
  }

  /** The head of an answer is on its way. */
  answers(call: number, status: number): void {
    this.timeline.record({ kind: 'callback-head', call, status })
  }

  /** @param more what is unusual of the answer */
  answered(
    call: number,
    status: number,
    body: string,
    more: Pick<EntryOf<'callback-response'>, 'contentType' | 'unended' | 'brokenOff' | 'headers'> = {},
  ): void {
    this.timeline.record({ kind: 'callback-response', call, status, body, ...more })
  }

  unanswered(call: number, how: Unanswered): void {
    this.timeline.record({ kind: 'callback-unanswered', call, ...how })
  }

  #streamIn(callback: Callback): number | undefined {
    return this.#numberIn(callback.request?.headers?.[this.#streamHeader])
  }

  /** A gateway that does not forward our header: the oldest stream of that target that has no callback yet. */
  #guess(callback: Callback): number | undefined {
    if (callback.action !== 'connect') return undefined
    const taken = new Set(this.#streamByToken.values())
    const free = this.timeline.all('stream-request').filter(entry => !taken.has(entry.stream))
    return free.find(entry => entry.url === callback.request?.url)?.stream
  }
}

function callbackIn(body: string): Callback | undefined {
  const parsed = parseJson(body) as Partial<Callback> | null | undefined
  const known = parsed?.action === 'connect' || parsed?.action === 'disconnect'
  return known && typeof parsed.token === 'string' ? (parsed as Callback) : undefined
}

function plainNumber(value: unknown): number | undefined {
  return typeof value === 'string' ? Number(value) : undefined
}
