import { backendFault, quoted } from '../../diagnosis/index.ts'
import { waitUntil } from '../../process/index.ts'
import { checkMetricsPage, type PrometheusServer } from '../../prometheus/index.ts'
import { NotTestableError, WaitTimeoutError } from '../../util/errors.ts'
import type { BackendUnderTest } from './backend-under-test.ts'
import { type Exposition, seriesOf } from './prometheus.ts'

/** Every metric that a contract about gateways has. */
const OURS = '{__name__=~"sse_gateway_.+",job="backend"}'

/** When the newest value is from, in seconds since 1970. */
const LAST_SCRAPE = 'timestamp(up{job="backend"})'

/** Prometheus may date a scrape back by so many milliseconds, to keep its interval even. */
const DATED_BACK_MS = 10

/** The shortest time in which two scrapes certainly begin, in milliseconds. */
const TWO_SCRAPES_MS = 5_000

/** A backend as the Prometheus that scrapes it sees it. */
export class ScrapedBackend {
  readonly #server: PrometheusServer
  readonly #promtool: string
  readonly #backend: BackendUnderTest

  constructor(server: PrometheusServer, promtool: string, backend: BackendUnderTest) {
    this.#server = server
    this.#promtool = promtool
    this.#backend = backend
  }

  /** Waits for a scrape that begins from now on. @throws Violation when Prometheus cannot scrape the backend */
  async scrape(): Promise<void> {
    const since = Date.now()
    const limitMs = Math.max(TWO_SCRAPES_MS, this.#backend.timeline.limitMs)
    const isDone = async (): Promise<boolean> => {
      const [last] = await this.#server.query(LAST_SCRAPE)
      if (last === undefined || last.value * 1_000 < since + DATED_BACK_MS) return false
      return (await this.#server.target())?.isUp === true
    }
    try {
      await waitUntil('Prometheus to scrape the backend', isDone, { limitMs, intervalMs: 50 })
      this.#backend.timeline.note('Prometheus scrapes /metrics')
    } catch (error) {
      if (!(error instanceof WaitTimeoutError)) throw error
      const state = await this.#server.target()
      if (state === undefined || state.isUp) {
        throw new NotTestableError(`Prometheus did not scrape the backend within ${limitMs / 1_000} s`)
      }
      throw backendFault([], {
        what: 'scrape-fails',
        summary: `Prometheus scraped /metrics of the backend again and again for ${limitMs / 1_000} s, and failed each time: ${quoted(state.lastError, 200)}.`,
        expected: 'a scrape without an error',
      })
    }
  }

  /** The series about the gateway, after a scrape that begins from now on. */
  async metrics(): Promise<Exposition> {
    await this.scrape()
    const samples = await this.#server.query(OURS)
    return new Map(
      samples.map(({ labels: { __name__: name = '', instance: _, job: __, ...labels }, value }) => [
        seriesOf(name, labels),
        value,
      ]),
    )
  }

  /** Writes down what Prometheus has of some metrics. */
  recordMetrics(exposition: Exposition, metrics: readonly string[]): void {
    this.#backend.recordMetrics(exposition, metrics, 'Prometheus')
  }

  /** The type that the backend states of a metric. */
  typeOf(metric: string): Promise<string | undefined> {
    return this.#server.typeOf(metric)
  }

  /** What `promtool check metrics` finds wrong with a page. */
  async lint(page: string): Promise<readonly string[]> {
    const { isClean, lines } = await checkMetricsPage(this.#promtool, page)
    return isClean ? [] : lines
  }
}
