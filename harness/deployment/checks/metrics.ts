import type { Outcome } from '../../scenario/outcome.ts'
import { formatList } from '../../util/format-list.ts'
import { parseJson } from '../../util/parse-json.ts'
import { Site } from '../site.ts'
import { Trace } from '../trace.ts'
import type { Visit } from '../visit.ts'

/** The three metrics, and a series that each has. */
const SERIES = {
  sse_gateway_connections_total: 'sse_gateway_connections_total',
  sse_gateway_events_sent_total: 'sse_gateway_events_sent_total',
  sse_gateway_send_duration_seconds: 'sse_gateway_send_duration_seconds_count',
}

const EXPECTED = 'a value of the last five minutes, or the type that the target states now'

/** Prometheus cannot be asked. */
class UnansweredError extends Error {}

/** Prometheus scrapes the three metrics. */
export async function checkMetrics({ settings }: Visit): Promise<Outcome | undefined> {
  const { prometheus, limitMs } = settings
  if (prometheus === undefined) {
    return {
      notTestable: 'it cannot be seen from here what Prometheus scrapes; give --prometheus and its URL',
    }
  }
  const trace = new Trace()
  const site = new Site(prometheus, 'prometheus', limitMs)
  /** Whether there is anything. */
  const has = async (target: string): Promise<boolean> => {
    const { status, type, body, failure } = await site.ask(trace, { target })
    const answer = parseJson(body) as { status?: unknown; data?: object & { result?: object } } | undefined
    const data = answer?.data?.result ?? answer?.data
    if (status === 200 && answer?.status === 'success' && typeof data === 'object') {
      return Object.keys(data).length > 0
    }
    throw new UnansweredError(failure ?? `it answered ${status} ${type}, which is no answer of Prometheus`)
  }
  try {
    const missing: [metric: string, series: string][] = []
    for (const [metric, series] of Object.entries(SERIES)) {
      // A metric with labels has no series before something was counted, but the target states its type.
      const isScraped =
        (await has(`/api/v1/query?query=${series}`)) || (await has(`/api/v1/metadata?metric=${metric}`))
      if (!isScraped) missing.push([metric, series])
    }
    if (missing.length === 0) return undefined
    let wasScraped = false
    for (const [, series] of missing) wasScraped ||= await has(`/api/v1/series?match[]=${series}`)
    const names = formatList(missing.map(([metric]) => metric))
    if (wasScraped) {
      return trace.fails({
        party: 'deployment',
        what: 'scrape-stopped',
        expected: EXPECTED,
        summary: `Prometheus has old values of ${names}, and none of the last five minutes.`,
      })
    }
    return trace.fails(
      missing.length === Object.keys(SERIES).length
        ? {
            party: 'deployment',
            what: 'metrics-not-scraped',
            expected: EXPECTED,
            summary: `Prometheus knows nothing of ${names}: it does not scrape the backend.`,
          }
        : {
            party: 'backend',
            what: 'series-missing',
            expected: EXPECTED,
            summary: `Prometheus scrapes the backend, and knows nothing of ${names}.`,
          },
    )
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error
    return { notTestable: `--prometheus ${prometheus.url} cannot be asked: ${error.message}` }
  }
}
