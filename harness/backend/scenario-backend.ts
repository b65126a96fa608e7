import { type Callback, problemInCallback } from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { BackendAnswer, BackendRequest } from './callback-server.ts'
import type { MockBackend } from './mock-backend.ts'

/** Requests for this path are the harness' own streams, which it uses as fences. */
export const FENCE_PATH = '/fence'

let calls = 0

/** Stands between the backend's port and a mock backend: tells whose a callback is and writes the record. */
export class ScenarioBackend {
  readonly timeline: Timeline
  readonly #backend: MockBackend
  readonly #streamHeader: string
  readonly #numberIn: (value: unknown) => number | undefined
  readonly #streams = new Set<number>()
  readonly #streamByToken = new Map<string, number | undefined>()

  /** @param numberIn reads the number of one of our streams from that header */
  constructor(
    backend: MockBackend,
    streamHeader: string,
    numberIn: (value: unknown) => number | undefined = plainNumber,
  ) {
    this.#numberIn = numberIn
    this.timeline = backend.timeline
    this.#backend = backend
    this.#streamHeader = streamHeader
  }

  /** Announces that a stream of this scenario is about to be asked for. */
  expect(stream: number): void {
    this.#streams.add(stream)
  }

  owns(request: BackendRequest): boolean {
    const callback = callbackIn(request.body)
    if (callback === undefined) return false
    const stream = this.#streamIn(callback)
    return this.#streamByToken.has(callback.token) || (stream !== undefined && this.#streams.has(stream))
  }

  async answer(request: BackendRequest): Promise<BackendAnswer> {
    const callback = callbackIn(request.body)
    if (callback === undefined) {
      this.timeline.record({ kind: 'backend-request', method: request.method, target: request.target })
      return this.#backend.answer(request)
    }
    calls += 1
    const call = calls
    const stream =
      this.#streamByToken.get(callback.token) ?? this.#streamIn(callback) ?? this.#guess(callback)
    if (callback.action === 'connect') this.#streamByToken.set(callback.token, stream)
    this.timeline.record({
      kind: 'callback-request',
      call,
      stream,
      payload: callback,
      method: request.method,
      target: request.target,
      contentType: request.headers['content-type'] ?? '',
    })
    const problem = problemInCallback(callback)
    if (problem !== undefined) this.timeline.note(`this callback is not in the contract's form: ${problem}`)
    const giveUp = (): void => {
      this.timeline.record({
        kind: 'callback-unanswered',
        call,
        why: 'the gateway gave up before the backend answered',
      })
    }
    request.abandoned.addEventListener('abort', giveUp)
    const answer = callback.request?.url?.startsWith(FENCE_PATH)
      ? ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' } as const)
      : await this.#backend.answer(request)
    if (request.abandoned.aborted) return answer
    // A connection that the backend cuts counts as abandoned as well.
    request.abandoned.removeEventListener('abort', giveUp)
    if (answer === 'drop') {
      this.timeline.record({ kind: 'callback-unanswered', call, why: 'the backend cut the connection' })
    } else if ('bare' in answer) {
      this.timeline.record({ kind: 'callback-unanswered', call, why: 'the backend answered what is no HTTP' })
    } else {
      this.timeline.record({ kind: 'callback-response', call, status: answer.status, body: answer.body })
    }
    return answer
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
  try {
    const parsed = JSON.parse(body) as Partial<Callback> | null
    const known = parsed?.action === 'connect' || parsed?.action === 'disconnect'
    return known && typeof parsed.token === 'string' ? (parsed as Callback) : undefined
  } catch {
    return undefined
  }
}

function plainNumber(value: unknown): number | undefined {
  return typeof value === 'string' ? Number(value) : undefined
}
