import { backendFault, quoted } from '../../diagnosis/index.ts'
import type { BackendResponse } from '../../mock-gateway/index.ts'
import { waitUntil } from '../../process/index.ts'
import { checkMetricsPage, type PrometheusServer, seriesOf } from '../../prometheus/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../../util/errors.ts'
import type { BackendUnderTest } from './backend-under-test.ts'

/** Every metric that a contract about gateways has. */
const OURS = '{__name__=~"sse_gateway_.+",job="backend"}'

/** When the newest value is from, in seconds since 1970. */
const LAST_SCRAPE = 'timestamp(up{job="backend"})'

/** Prometheus may date a scrape back by so many milliseconds, to keep its interval even. */
const DATED_BACK_MS = 10

/** The shortest time in which two scrapes certainly begin, in milliseconds. */
const TWO_SCRAPES_MS = 5_000

/** The series in Prometheus about the gateway, with their values. */
export interface ScrapedMetrics {
  readonly timeline: Timeline
  readonly series: Readonly<Record<string, number>>
}

/** What is wrong with a page of metrics. */
export interface CheckedMetrics {
  readonly timeline: Timeline
  /** Lines of `promtool check metrics`. */
  readonly complaints: readonly string[]
  /** Series that the page has more than once. */
  readonly duplicates: readonly string[]
}

/** How many series a line of the evidence shows. */
const MAX_SHOWN = 8

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
  async metrics(): Promise<ScrapedMetrics> {
    const { timeline } = this.#backend
    await this.scrape()
    const samples = await this.#server.query(OURS)
    const series = samples.map(
      ({ labels: { __name__: name = '', instance: _, job: __, ...labels }, value }): [string, number] => [
        seriesOf(name, labels),
        value,
      ],
    )
    const shown = series
      .filter(([name]) => !name.includes('_bucket'))
      .slice(0, MAX_SHOWN)
      .map(([name, value]) => `${name} ${value}`)
    timeline.note(`Prometheus has ${shown.length === 0 ? 'no sse_gateway_…' : shown.join(', ')}`, 'backend')
    return { timeline, series: Object.fromEntries(series) }
  }

  /** The type that the backend states of a metric. */
  typeOf(metric: string): Promise<string | undefined> {
    return this.#server.typeOf(metric)
  }

  /** Checks a whole page of metrics. */
  async check({ body }: BackendResponse): Promise<CheckedMetrics> {
    const { isClean, lines } = await checkMetricsPage(this.#promtool, body)
    const series = body
      .split('\n')
      .flatMap(line => (/^\w/.test(line) ? line.replace(/\s\S+(\s\d+)?$/, '') : []))
    return {
      timeline: this.#backend.timeline,
      complaints: isClean ? [] : lines,
      duplicates: series.filter((one, at) => series.indexOf(one) !== at),
    }
  }
}
