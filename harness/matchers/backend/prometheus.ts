import { expect } from 'vitest'
import { backendFault, quoted } from '../../diagnosis/index.ts'
import type { Exposition } from '../../scenario/backend/prometheus.ts'
import type { ScrapedBackend } from '../../scenario/backend/scraped-backend.ts'
import type { HttpResponse } from '../../service/index.ts'
import { holds } from './matching.ts'
import type { ExpectedMetric } from './types.ts'

/** The types that Prometheus takes for a page of metrics. */
const PAGE_TYPE = /^(?:text\/plain|application\/openmetrics-text|application\/vnd\.google\.protobuf)\b/i

/** Series that only grow, by the end of their names. */
const GROWS = /_(?:total|count|sum|bucket)(?:\{|$)/

expect.extend({
  toBePageOfMetrics({ contentType, status }: HttpResponse) {
    if (PAGE_TYPE.test(contentType)) return holds
    throw backendFault([], {
      what: 'scrape-fails',
      summary: `The backend answered GET /metrics ${status} as ${quoted(contentType)}, expected text/plain; version=0.0.4 or application/openmetrics-text: from version 3 on, Prometheus refuses any other type.`,
      expected: 'Content-Type: text/plain; version=0.0.4',
    })
  },

  async toBeCleanMetrics({ body }: HttpResponse, scraped: ScrapedBackend) {
    const complaints = await scraped.lint(body)
    const series = body
      .split('\n')
      .flatMap(line => (/^\w/.test(line) ? line.replace(/\s\S+(\s\d+)?$/, '') : []))
    const twice = series.filter((one, at) => series.indexOf(one) !== at)
    if (complaints.length === 0 && twice.length === 0) return holds
    throw backendFault([], {
      what: 'metrics-lint',
      summary:
        complaints.length > 0
          ? `\`promtool check metrics\` says of /metrics: ${complaints
              .slice(0, 3)
              .map(line => quoted(line, 160))
              .join(', ')}.`
          : `/metrics has the series ${quoted(twice[0] ?? '', 160)} twice; Prometheus keeps one value of it, and which is chance.`,
      expected: 'no complaint, and each series once',
    })
  },

  async toHaveMetric(
    series: Exposition,
    { metric, types, sample, labels }: ExpectedMetric,
    scraped: ScrapedBackend,
  ) {
    const type = await scraped.typeOf(metric)
    const found = [...series.keys()].filter(one => one.startsWith(`${sample}{`) || one === sample)
    const isLabelled = (one: string): boolean => labels.every(label => one.includes(`${label}="`))
    scraped.recordMetrics(series, [metric])
    if (type !== undefined && types.includes(type) && found.some(isLabelled)) return holds
    throw backendFault([], {
      what: 'series-missing',
      summary:
        type === undefined || !types.includes(type)
          ? `The metric ${metric} has ${type === undefined ? 'no type' : `the type ${type}`} in Prometheus, expected ${types.join(' or ')}.`
          : `Prometheus has ${found.length === 0 ? `no series ${sample}` : found.slice(0, 3).join(', ')}, expected one with the labels ${labels.join(' and ')}.`,
      expected: `${sample}{${labels.map(label => `${label}="…"`).join(',')}} of type ${types.join(' or ')}`,
    })
  },

  toNotHaveFallenSince(after: Exposition, before: Exposition) {
    for (const [name, was] of before) {
      const is = after.get(name) ?? 0
      if (is >= was || !GROWS.test(name)) continue
      throw backendFault([], {
        what: 'counter-fell',
        summary: `The counter ${name} was ${was} at one scrape and ${is} at the next, without a restart of the backend: Prometheus takes that for a restart, and every rate is wrong.`,
        expected: `${name} of ${was} or more`,
      })
    }
    return holds
  },

  toBeSecondsBetween(observed: number, atLeast: number, atMost: number) {
    if (observed >= atLeast && observed <= atMost) return holds
    throw backendFault([], {
      what: 'wrong-unit',
      summary: `A send that the gateway answered after ${atLeast.toFixed(3)} s, and that was over after ${atMost.toFixed(3)} s, was observed in sse_gateway_send_duration_seconds_sum as ${observed}.`,
      expected: `from ${atLeast.toFixed(3)} to ${atMost.toFixed(3)}`,
    })
  },

  toHaveNoSeriesBesides(after: Exposition, before: Exposition) {
    const fresh = [...after.keys()].filter(name => !before.has(name))
    if (fresh.length === 0) return holds
    throw backendFault([], {
      what: 'labels-unbounded',
      summary: `With more streams of the same kind, Prometheus has more series: ${fresh
        .slice(0, 3)
        .map(name => quoted(name, 120))
        .join(', ')}${fresh.length > 3 ? ` and ${fresh.length - 3} more` : ''}.`,
      expected: 'the same series as before',
    })
  },
})
