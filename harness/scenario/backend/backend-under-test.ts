import type { VersionAnnounced } from '../../contract/index.ts'
import type { StartedTask, TaskParameters } from '../../mock-backend/index.ts'
import { type BackendResponse, recordResponse } from '../../mock-gateway/index.ts'
import { type Health, sendRequest } from '../../service/index.ts'
import type { StartedBackend } from '../../session/started-backend.ts'
import { TestHooks } from '../../session/test-hooks.ts'
import { nextRequest, type Timeline } from '../../timeline/index.ts'
import { NotTestableError } from '../../util/errors.ts'

/** What a backend has printed from its start to its end. */
export interface PrintedOutput {
  readonly timeline: Timeline
  readonly lines: readonly string[]
}

/** How a version was announced, as the backend reports it. */
export interface Announcement extends Pick<VersionAnnounced, 'delivered' | 'status'> {
  readonly timeline: Timeline
}

/** The backend of one scenario: what a test, an orchestrator or a scraper asks of it besides callbacks. */
export class BackendUnderTest {
  readonly timeline: Timeline
  readonly #backend: StartedBackend
  readonly #answerLimitMs: number
  readonly #hooks: TestHooks
  #needsSends = false

  /** @param answerLimitMs how long an answer may take */
  constructor(backend: StartedBackend, timeline: Timeline, answerLimitMs: number) {
    this.#answerLimitMs = answerLimitMs
    this.#backend = backend
    this.timeline = timeline
    const post = (target: string, payload: unknown) => this.request('POST', target, payload)
    this.#hooks = new TestHooks(post, post)
  }

  /** Whether what the scenario looks at depends on what the backend sends, or on its finding the gateway. */
  get needsSends(): boolean {
    return this.#needsSends
  }

  /** From now on the scenario looks at what depends on that. */
  looksForSends(): void {
    this.#needsSends = true
  }

  /** Set once a test hook was asked for that the backend does not have: nothing that follows judges the backend. */
  get missingHook(): NotTestableError | undefined {
    return this.#hooks.missing
  }

  /** Asks `/api/health/healthz`. */
  health(): Promise<Health> {
    return this.#backend.health()
  }

  /** Stops it. @throws NotTestable when somebody else runs it */
  async stop(): Promise<PrintedOutput> {
    await this.#backend[Symbol.asyncDispose]()
    const { printed } = this.#backend
    if (printed === undefined)
      throw new NotTestableError('needs a backend that we start, to read what it prints')
    return { timeline: this.timeline, lines: printed }
  }

  /** A request that is no callback. @param kept what is kept of the body of its response */
  async request(
    method: 'GET' | 'POST',
    target: string,
    payload?: unknown,
    kept: (body: string) => string = body => body,
  ): Promise<BackendResponse> {
    const body = payload === undefined ? '' : JSON.stringify(payload)
    const request = nextRequest()
    this.timeline.record({ kind: 'backend-request', request, by: 'harness', method, target, body })
    const response = await sendRequest(this.#backend.address, {
      method,
      target,
      ...(payload === undefined ? {} : { headers: { 'content-type': 'application/json' }, body }),
      limitMs: this.#answerLimitMs,
    })
    return recordResponse(this.timeline, request, response, kept(response.body))
  }

  /** Asks for `/metrics`; the metrics of other things than the gateway are left out. */
  metrics(): Promise<BackendResponse> {
    const isOurs = (line: string): boolean => line.startsWith('sse_gateway_')
    return this.request('GET', '/metrics', undefined, page => page.split('\n').filter(isOurs).join('\n'))
  }

  /** Asks for `/metrics`, and keeps all of it. */
  metricsPage(): Promise<BackendResponse> {
    return this.request('GET', '/metrics')
  }

  /** Announces a version to one client, through the test hook. */
  async announceVersion(id: string, version: string, changelog?: string): Promise<Announcement> {
    this.looksForSends()
    const { delivered, status } = await this.#hooks.announceVersion(id, version, changelog)
    return { timeline: this.timeline, delivered, status }
  }

  /** Starts a task that runs by itself, through the test hook. */
  startTask(
    type: 'demo_task' | 'failing_task',
    params: TaskParameters & { readonly delay: number },
  ): Promise<StartedTask> {
    this.looksForSends()
    return this.#hooks.startTask(type, params)
  }
}
