import type { VersionAnnounced } from '../../contract/index.ts'
import { ViolationError } from '../../diagnosis/index.ts'
import type { StartedTask, TaskParameters } from '../../mock-backend/index.ts'
import { type Health, type HttpResponse, sendRequest } from '../../service/index.ts'
import type { StartedBackend } from '../../session/started-backend.ts'
import { TestHooks } from '../../session/test-hooks.ts'
import type { Timeline } from '../../timeline/index.ts'
import { NotTestableError } from '../../util/errors.ts'
import { type Exposition, readExposition } from './prometheus.ts'

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

  /** Stops it. @returns everything it has printed until its end @throws NotTestable when somebody else runs it */
  async stop(): Promise<readonly string[]> {
    await this.#backend[Symbol.asyncDispose]()
    const { printed } = this.#backend
    if (printed === undefined)
      throw new NotTestableError('needs a backend that we start, to read what it prints')
    return printed
  }

  /** A request that is no callback. */
  async request(
    method: 'GET' | 'POST',
    target: string,
    payload?: unknown,
  ): Promise<HttpResponse & { readonly asked: string }> {
    const body = payload === undefined ? '' : JSON.stringify(payload)
    this.timeline.record({
      kind: 'note',
      text: `asks the backend ${method} ${target}${body === '' ? '' : ` ${body}`}`,
      asks: { method, target, body },
    })
    const reply = await sendRequest(this.#backend.address, {
      method,
      target,
      ...(payload === undefined ? {} : { headers: { 'content-type': 'application/json' }, body }),
      limitMs: this.#answerLimitMs,
    })
    const { status, failure } = reply
    const told = reply.body.length <= 120 ? reply.body : `${reply.body.slice(0, 120)}…`
    this.timeline.note(
      status === undefined ? `gives no answer: ${failure}` : `answers ${status} ${told}`,
      'backend',
    )
    return { ...reply, asked: `${method} ${target}` }
  }

  /** Announces a version to one client, through the test hook. */
  announceVersion(id: string, version: string, changelog?: string): Promise<VersionAnnounced> {
    this.looksForSends()
    return this.#hooks.announceVersion(id, version, changelog)
  }

  /** Starts a task that runs by itself, through the test hook. */
  startTask(
    type: 'demo_task' | 'failing_task',
    params: TaskParameters & { readonly delay: number },
  ): Promise<StartedTask> {
    this.looksForSends()
    return this.#hooks.startTask(type, params)
  }

  /** Writes down what `/metrics` said of some metrics. @param source who said it */
  recordMetrics(exposition: Exposition, metrics: readonly string[], source = '/metrics'): void {
    const told = [...exposition]
      .filter(([series]) => metrics.some(metric => series.startsWith(metric)))
      .map(([series, value]) => `${series} ${value}`)
    const shown = told.length === 0 ? `nothing of ${metrics.join(', ')}` : told.slice(0, 8).join(', ')
    this.timeline.note(`${source} has ${shown}`, 'backend')
  }

  /** What `/metrics` says. @throws Violation when there is no such page */
  async metrics(): Promise<Exposition> {
    return readExposition((await this.metricsPage()).body)
  }

  /** The answer of `/metrics`. @throws Violation when there is no such page */
  async metricsPage(): Promise<HttpResponse> {
    const target = '/metrics'
    const reply = await sendRequest(this.#backend.address, {
      method: 'GET',
      target,
      limitMs: this.#answerLimitMs,
    })
    const { status, failure } = reply
    if (status === 200) return reply
    throw new ViolationError({
      party: 'backend',
      what: 'metrics-missing',
      summary: `The backend answered GET ${target} with ${status ?? `nothing (${failure})`}, expected 200 in the Prometheus text format.`,
      streams: [],
      expected: '200, and the metrics sse_gateway_…',
    })
  }
}
