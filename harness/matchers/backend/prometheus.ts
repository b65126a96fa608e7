import { backendFault, quoted } from '../../diagnosis/index.ts'
import type { BackendResponse } from '../../mock-gateway/index.ts'
import type { CheckedMetrics, ScrapedMetrics } from '../../scenario/backend/scraped-backend.ts'
import { defineMatchers } from '../registry.ts'
import type { ExpectedMetric } from './types.ts'

/** The types that Prometheus takes for a page of metrics. */
const PAGE_TYPE = /^(?:text\/plain|application\/openmetrics-text|application\/vnd\.google\.protobuf)\b/i

/** Series that only grow, by the end of their names. */
const GROWS = /_(?:total|count|sum|bucket)(?:\{|$)/

defineMatchers({
  toBePageOfMetrics({ contentType, status }: BackendResponse) {
    if (PAGE_TYPE.test(contentType)) return undefined
    return backendFault([], {
      what: 'scrape-fails',
      summary: `The backend answered GET /metrics ${status} as ${quoted(contentType)}, expected text/plain; version=0.0.4 or application/openmetrics-text: from version 3 on, Prometheus refuses any other type.`,
      expected: 'Content-Type: text/plain; version=0.0.4',
    })
  },

  toBeCleanMetrics({ complaints, duplicates }: CheckedMetrics) {
    const [duplicate] = duplicates
    if (complaints.length === 0 && duplicate === undefined) return undefined
    return backendFault([], {
      what: 'metrics-lint',
      summary:
        duplicate === undefined || complaints.length > 0
          ? `\`promtool check metrics\` says of /metrics: ${complaints
              .slice(0, 3)
              .map(line => quoted(line, 160))
              .join(', ')}.`
          : `/metrics has the series ${quoted(duplicate, 160)} twice; Prometheus keeps one of the two values, and it is undefined which.`,
      expected: 'no complaint, and each series once',
    })
  },

  toHaveMetric({ series }: ScrapedMetrics, expected: ExpectedMetric, type: string | undefined) {
    const { metric, types, sample, labels } = expected
    const found = Object.keys(series).filter(one => one.startsWith(`${sample}{`) || one === sample)
    const isLabelled = (one: string): boolean => labels.every(label => one.includes(`${label}="`))
    const isOfType = type !== undefined && types.includes(type)
    if (isOfType && found.some(isLabelled)) return undefined
    return backendFault([], {
      what: 'series-missing',
      summary: isOfType
        ? `Prometheus has ${found.length === 0 ? `no series ${sample}` : found.slice(0, 3).join(', ')}, expected one with the labels ${labels.join(' and ')}.`
        : `The metric ${metric} has ${type === undefined ? 'no type' : `the type ${type}`} in Prometheus, expected ${types.join(' or ')}.`,
      expected: `${sample}{${labels.map(label => `${label}="…"`).join(',')}} of type ${types.join(' or ')}`,
    })
  },

  toNotHaveFallenSince({ series }: ScrapedMetrics, before: ScrapedMetrics) {
    const fallen = Object.entries(before.series).find(
      ([name, was]) => GROWS.test(name) && (series[name] ?? 0) < was,
    )
    if (fallen === undefined) return undefined
    const [name, was] = fallen
    return backendFault([], {
      what: 'counter-fell',
      summary: `The counter ${name} was ${was} at one scrape and ${series[name] ?? 0} at the next, without a restart of the backend: Prometheus takes that for a restart, and every rate is wrong.`,
      expected: `${name} of ${was} or more`,
    })
  },

  toHaveObserved(
    { series }: ScrapedMetrics,
    before: ScrapedMetrics,
    sum: string,
    [atLeast, atMost]: readonly [number, number],
  ) {
    const observed = (series[sum] ?? 0) - (before.series[sum] ?? 0)
    if (observed >= atLeast && observed <= atMost) return undefined
    return backendFault([], {
      what: 'wrong-unit',
      summary: `A send that the gateway answered after ${atLeast.toFixed(3)} s, and that was over after ${atMost.toFixed(3)} s, was observed in sse_gateway_send_duration_seconds_sum as ${observed}.`,
      expected: `from ${atLeast.toFixed(3)} to ${atMost.toFixed(3)}`,
    })
  },

  toHaveNoSeriesBesides({ series }: ScrapedMetrics, before: ScrapedMetrics) {
    const fresh = Object.keys(series).filter(name => !Object.hasOwn(before.series, name))
    if (fresh.length === 0) return undefined
    return backendFault([], {
      what: 'labels-unbounded',
      summary: `With more streams of the same kind, Prometheus has more series: ${fresh
        .slice(0, 3)
        .map(name => quoted(name, 120))
        .join(', ')}${fresh.length > 3 ? ` and ${fresh.length - 3} more` : ''}.`,
      expected: 'the same series as before',
    })
  },
})
