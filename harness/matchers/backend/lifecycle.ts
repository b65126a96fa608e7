import { backendFault, quoted, redact } from '../../diagnosis/index.ts'
import type { BackendResponse } from '../../mock-gateway/index.ts'
import { type Exposition, readExposition, seriesOf } from '../../prometheus/index.ts'
import type { Announcement, PrintedOutput } from '../../scenario/backend/backend-under-test.ts'
import type { Meanwhile } from '../../scenario/backend/context.ts'
import { describeSend } from '../../scenario/backend/expected-send.ts'
import type { ScrapedMetrics } from '../../scenario/backend/scraped-backend.ts'
import type { HttpResponse } from '../../service/index.ts'
import { defineMatchers } from '../registry.ts'
import type { AnsweredOtherwise, ExpectedChange } from './types.ts'

/** How much of a line is shown before the secret in it, in characters. */
const LEAD = 60

/** What is to be added about the circumstances. */
const WHERE: Readonly<Record<AnsweredOtherwise, string>> = {
  'wrong-status': '',
  'health-depends-on-gateway': ' while no gateway answered at SSE_GATEWAY_URL',
  'test-hooks-in-production': ' in production, where it must have no test hooks',
}

defineMatchers({
  toNotContainAny({ lines }: PrintedOutput, secrets: readonly string[]) {
    const line = lines.find(text => secrets.some(secret => text.includes(secret)))
    if (line === undefined) return undefined
    // The whole line first: a cut could part a header's name from its value.
    const shown = redact(secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line))
    const from = Math.max(0, shown.indexOf('[redacted]') - LEAD)
    return backendFault([], {
      what: 'log-leaks-secret',
      summary: `The backend printed ${from > 0 ? '…' : ''}${quoted(shown.slice(from), 160)}, where [redacted] stands for the secret of the callback URL or for a credential of a client.`,
      expected: 'no line with a secret',
    })
  },

  toHaveBeenAnswered(
    reply: BackendResponse,
    statuses: readonly number[],
    otherwise: AnsweredOtherwise = 'wrong-status',
  ) {
    if (statuses.includes(reply.status ?? 0)) return undefined
    return backendFault([], {
      what: otherwise,
      summary: `The backend answered ${reply.asked} ${reply.status ?? reply.failure} ${quoted(reply.body, 80)}${WHERE[otherwise]}, expected ${statuses.join(' or ')}.`,
      expected: statuses.join(' or '),
    })
  },

  toHaveBeenAnsweredMeanwhile({ answer, inTime, alive, held }: Meanwhile) {
    if (inTime && answer.status !== undefined) return undefined
    const closing = held?.command.close === true && held.command.event === undefined
    const kept = held === undefined ? 'a send' : describeSend(held)
    const seen = `In this scenario the gateway is slow to answer a send: ${kept}, which the backend made inside a connect callback. Until the backend gave that send up, it answered`
    const expected = 'an answer while the gateway holds back its own'
    if (!alive) {
      return backendFault([], {
        expected,
        what: 'requests-one-at-a-time',
        summary: `${seen} neither ${answer.asked} nor /api/health/healthz: it takes one request at a time.`,
      })
    }
    return backendFault([], {
      expected,
      what: closing ? 'lock-held-during-close' : 'lock-held-during-send',
      summary: `${seen} /api/health/healthz but not ${answer.asked}: its handlers of callbacks wait for a lock that is held during the send.`,
    })
  },

  toBeReportedAs(announced: Announcement, status: 'delivered' | 'queued') {
    if (announced.status === status && announced.delivered === (status === 'delivered')) return undefined
    return backendFault([], {
      what: 'announcement-misreported',
      summary: `The test hook POST /api/testing/deployments/version reported the announcement as ${quoted(announced.status)} (delivered: ${announced.delivered}), expected ${quoted(status)}: ${status === 'delivered' ? 'the gateway accepted the event' : 'no client is connected for it'}.`,
      expected: `{"delivered":${status === 'delivered'},"status":"${status}"}`,
    })
  },

  toHaveMetrics({ asked, status, failure }: BackendResponse) {
    if (status === 200) return undefined
    return backendFault([], {
      what: 'metrics-missing',
      summary: `The backend answered ${asked} with ${status ?? `nothing (${failure})`}, expected 200 in the Prometheus text format.`,
      expected: '200, and the metrics sse_gateway_…',
    })
  },

  toHaveChangedBy(
    metrics: BackendResponse | ScrapedMetrics,
    earlier: BackendResponse | ScrapedMetrics,
    changes: readonly ExpectedChange[],
  ) {
    const [before, after] = [expositionOf(earlier), expositionOf(metrics)]
    const isScraped = 'series' in metrics
    for (const { metric, labels, by } of changes) {
      const series = seriesOf(metric, labels)
      const [was, is] = [before.get(series) ?? 0, after.get(series)]
      if ((is ?? 0) - was === by) continue
      const others = [...after.keys()].filter(name => name.startsWith(metric)).slice(0, 4)
      return backendFault([], {
        what: isScraped ? 'series-wrong' : 'metrics-wrong',
        summary:
          is === undefined
            ? `${isScraped ? 'Prometheus' : '/metrics'} has no ${series}, expected a change by ${by}. ${others.length === 0 ? 'It has no metric of that name' : `Of that name it has ${others.join(', ')}`}.`
            : `The metric ${series} was ${was} and is ${is}, expected a change by ${by}.`,
        expected: `${series} ${was + by}`,
      })
    }
    return undefined
  },

  toReflectGateway(present: HttpResponse, absent: HttpResponse) {
    const withoutNumbers = ({ status, body }: HttpResponse): string =>
      `${status} ${body.replaceAll(/\d+/g, '0')}`
    if (withoutNumbers(present) !== withoutNumbers(absent)) return undefined
    return backendFault([], {
      what: 'readiness-ignores-gateway',
      summary: `The backend answered GET /api/health/readyz with ${present.status} ${quoted(present.body, 100)}, both while the gateway answered and while nothing listened at SSE_GATEWAY_URL.`,
      expected: 'another answer while the gateway is gone',
    })
  },
})

function expositionOf(metrics: BackendResponse | ScrapedMetrics): Exposition {
  return 'series' in metrics ? new Map(Object.entries(metrics.series)) : readExposition(metrics.body)
}
