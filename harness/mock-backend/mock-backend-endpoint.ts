import type { BackendAnswer, BackendRequest, OrdinaryAnswer } from '../wire/http-server.ts'
import { CallbackRecorder } from '../wire/recorders/callback-recorder.ts'
import type { MockBackend } from './mock-backend.ts'
import { EMPTY_RESPONSE } from './scripted-response.ts'

/** Requests for this path are the harness' own streams, which it uses as fences. */
export const FENCE_PATH = '/fence'

/** Stands between the backend's port and a mock backend: assigns each callback to its stream and records it. */
export class MockBackendEndpoint extends CallbackRecorder {
  readonly #backend: MockBackend

  /** @param numberIn reads the number of one of our streams from that header */
  constructor(backend: MockBackend, streamHeader: string, numberIn?: (value: unknown) => number | undefined) {
    super(backend.timeline, streamHeader, numberIn)
    this.#backend = backend
  }

  async answer(request: BackendRequest): Promise<BackendAnswer> {
    const recorded = this.received(request)
    if (recorded === undefined) return this.#backend.answer(request)
    const { call, callback } = recorded
    const giveUp = (): void =>
      this.unanswered(call, { by: 'gateway', why: 'the gateway gave up before the backend answered' })
    request.abandoned.addEventListener('abort', giveUp)
    const answer = callback.request?.url?.startsWith(FENCE_PATH)
      ? EMPTY_RESPONSE
      : await this.#backend.answer(request)
    if (request.abandoned.aborted) return answer
    // A connection that the backend cuts counts as abandoned as well.
    request.abandoned.removeEventListener('abort', giveUp)
    if (answer === 'drop')
      this.unanswered(call, { by: 'backend', why: 'the backend cut the connection', bare: '' })
    else if ('bare' in answer)
      this.unanswered(call, {
        by: 'backend',
        why: 'the backend answered something that is not HTTP',
        bare: answer.bare,
      })
    else this.answered(call, answer.status, answer.body, unusual(answer))
    return answer
  }
}

/** The details to record of a response that is not plain JSON. */
function unusual({ headers, scripted, unfinished }: OrdinaryAnswer) {
  const names = Object.keys(headers)
  const isPlain = names.length === 1 && headers['content-type'] === 'application/json'
  return {
    ...(scripted === undefined ? {} : { scripted }),
    ...(isPlain ? {} : { headers }),
    ...(unfinished === 'silent' ? { unended: true as const } : {}),
    ...(unfinished === 'cut' ? { brokenOff: true as const } : {}),
  }
}
