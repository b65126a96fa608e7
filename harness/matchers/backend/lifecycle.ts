import { expect } from 'vitest'
import type { VersionAnnounced } from '../../contract/index.ts'
import { backendFault, quoted, redact } from '../../diagnosis/index.ts'
import type { Meanwhile } from '../../scenario/backend/context-types.ts'
import { describeSend } from '../../scenario/backend/expected-send.ts'
import { type Exposition, seriesOf } from '../../scenario/backend/prometheus.ts'
import type { HttpResponse } from '../../service/index.ts'
import { holds } from './matching.ts'
import type { AnsweredOtherwise, ExpectedChange, Metered } from './types.ts'

/** How much of a line is shown before the secret in it, in characters. */
const LEAD = 60

/** What is to be added about the circumstances. */
const WHERE: Readonly<Record<AnsweredOtherwise, string>> = {
  'wrong-status': '',
  'health-depends-on-gateway': ' while no gateway answered at SSE_GATEWAY_URL',
  'test-hooks-in-production': ' in production, where it must have no test hooks',
}

expect.extend({
  toNotContainAny(lines: readonly string[], secrets: readonly string[]) {
    const line = lines.find(text => secrets.some(secret => text.includes(secret)))
    if (line === undefined) return holds
    // The whole line first: a cut could part a header's name from its value.
    const shown = redact(secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line))
    const from = Math.max(0, shown.indexOf('[redacted]') - LEAD)
    throw backendFault([], {
      what: 'log-leaks-secret',
      summary: `The backend printed ${from > 0 ? '…' : ''}${quoted(shown.slice(from), 160)}, where [redacted] stands for the secret of the callback URL or for a credential of a client.`,
      expected: 'no line with a secret',
    })
  },

  toHaveBeenAnswered(
    reply: HttpResponse & { readonly asked: string },
    statuses: readonly number[],
    otherwise: AnsweredOtherwise = 'wrong-status',
  ) {
    if (statuses.includes(reply.status ?? 0)) return holds
    throw backendFault([], {
      what: otherwise,
      summary: `The backend answered ${reply.asked} ${reply.status ?? reply.failure} ${quoted(reply.body, 80)}${WHERE[otherwise]}, expected ${statuses.join(' or ')}.`,
      expected: statuses.join(' or '),
    })
  },

  toHaveBeenAnsweredMeanwhile({ answer, inTime, alive, hold }: Meanwhile) {
    if (inTime && answer.status !== undefined) return holds
    const [held] = hold.held
    const closing = held?.command.close === true && held.command.event === undefined
    const kept = held === undefined ? 'a send' : describeSend(held)
    const seen = `In this scenario the gateway is slow to answer a send: ${kept}, which the backend made inside a connect callback. Until the backend gave that send up, it answered`
    const expected = 'an answer while the gateway holds back its own'
    if (!alive) {
      throw backendFault([], {
        expected,
        what: 'requests-one-at-a-time',
        summary: `${seen} neither ${answer.asked} nor /api/health/healthz: it takes one request at a time.`,
      })
    }
    throw backendFault([], {
      expected,
      what: closing ? 'lock-held-during-close' : 'lock-held-during-send',
      summary: `${seen} /api/health/healthz but not ${answer.asked}: its handlers of callbacks wait for a lock that is held during the send.`,
    })
  },

  toBeReportedAs(announced: VersionAnnounced, status: 'delivered' | 'queued') {
    if (announced.status === status && announced.delivered === (status === 'delivered')) return holds
    throw backendFault([], {
      what: 'announcement-misreported',
      summary: `The test hook POST /api/testing/deployments/version reported the announcement as ${quoted(announced.status)} (delivered: ${announced.delivered}), expected ${quoted(status)}: ${status === 'delivered' ? 'the gateway accepted the event' : 'no client is connected for it'}.`,
      expected: `{"delivered":${status === 'delivered'},"status":"${status}"}`,
    })
  },

  async toHaveChangedBy(before: Exposition, changes: readonly ExpectedChange[], subject: Metered) {
    const after = await subject.metrics()
    subject.recordMetrics(
      after,
      changes.map(({ metric }) => metric),
    )
    for (const { metric, labels, by } of changes) {
      const series = seriesOf(metric, labels)
      const [was, is] = [before.get(series) ?? 0, after.get(series)]
      if ((is ?? 0) - was === by) continue
      const others = [...after.keys()].filter(name => name.startsWith(metric)).slice(0, 4)
      throw backendFault([], {
        what: 'metrics-wrong',
        summary:
          is === undefined
            ? `/metrics has no ${series}, expected a change by ${by}. ${others.length === 0 ? 'It has no metric of that name' : `Of that name it has ${others.join(', ')}`}.`
            : `The metric ${series} was ${was} and is ${is}, expected a change by ${by}.`,
        expected: `${series} ${was + by}`,
      })
    }
    return holds
  },

  toReflectGateway(present: HttpResponse, absent: HttpResponse) {
    const withoutNumbers = ({ status, body }: HttpResponse): string =>
      `${status} ${body.replaceAll(/\d+/g, '0')}`
    if (withoutNumbers(present) !== withoutNumbers(absent)) return holds
    throw backendFault([], {
      what: 'readiness-ignores-gateway',
      summary: `The backend answered GET /api/health/readyz with ${present.status} ${quoted(present.body, 100)}, both while the gateway answered and while nothing listened at SSE_GATEWAY_URL.`,
      expected: 'another answer while the gateway is gone',
    })
  },
})
