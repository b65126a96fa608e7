import { expect } from 'vitest'
import type { VersionAnnounced } from '../../../contract/index.ts'
import type { Reply } from '../../../service/index.ts'
import { quoted } from '../../../verdict/index.ts'
import type { Meanwhile } from '../backend-scene.ts'
import type { BackendUnderTest } from '../backend-under-test.ts'
import { describeSend } from '../expected-send.ts'
import { type Exposition, seriesOf } from '../exposition.ts'
import type { ExpectedChange } from './declaration.ts'
import { fail, holds } from './matching.ts'

expect.extend({
  toHoldNothingOf(lines: readonly string[], secrets: readonly string[]) {
    const line = lines.find(text => secrets.some(secret => text.includes(secret)))
    if (line === undefined) return holds
    const shown = secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line)
    return fail({
      what: 'its log tells secrets',
      summary: `The backend printed ${quoted(shown, 160)}, where [redacted] stands for the secret of the callback URL or a credential of a client.`,
      streams: [],
      expected: 'no line with a secret',
    })
  },

  toHaveBeenAnswered(reply: Reply, statuses: readonly number[]) {
    if (statuses.includes(reply.status ?? 0)) return holds
    return fail({
      what: 'it answers with another status',
      summary: `The backend answered ${reply.status ?? reply.failure} ${quoted(reply.body, 80)}; ${statuses.join(' or ')} was due.`,
      streams: [],
      expected: statuses.join(' or '),
    })
  },

  toHaveBeenAnsweredMeanwhile({ answer, inTime, alive, hold }: Meanwhile) {
    if (inTime && answer.status !== undefined) return holds
    const [held] = hold.held
    const closing = held?.command.close === true && held.command.event === undefined
    const kept = held === undefined ? 'a send' : describeSend(held)
    const told = `While the gateway had not yet answered ${kept}, which the backend made from inside a connect callback, ${answer.asked} ${answer.status === undefined ? 'waited' : 'waited until the backend had given that up'}`
    const common = { streams: [], expected: 'an answer while the gateway holds back its own' }
    if (!alive) {
      return fail({
        ...common,
        what: 'it takes one request at a time',
        summary: `${told}, and so did /api/health/healthz: one slow answer of the gateway holds up every stream.`,
      })
    }
    return fail({
      ...common,
      what: closing
        ? 'it holds its lock while it closes the replaced connection'
        : 'it holds its lock while it sends',
      summary: `${told}, although /api/health/healthz was answered: the handlers wait for each other and not for a thread. A gateway that reports the end of a stream before it answers ${closing ? 'the close' : 'the send'} is then blocked until a timeout.`,
    })
  },

  toBeReportedAs(announced: VersionAnnounced, status: 'delivered' | 'queued') {
    if (announced.status === status && announced.delivered === (status === 'delivered')) return holds
    return fail({
      what: 'it reports an announcement wrongly',
      summary: `The backend reported an announcement as ${quoted(announced.status)} (delivered: ${announced.delivered}) that was ${status === 'delivered' ? 'accepted by the gateway' : 'not delivered to anybody'}.`,
      streams: [],
      expected: `{"delivered":${status === 'delivered'},"status":"${status}"}`,
    })
  },

  async toHaveChangedBy(before: Exposition, changes: readonly ExpectedChange[], subject: BackendUnderTest) {
    const after = await subject.metrics()
    for (const { metric, labels, by } of changes) {
      const series = seriesOf(metric, labels)
      const [was, is] = [before.get(series) ?? 0, after.get(series)]
      if ((is ?? 0) - was === by) continue
      const others = [...after.keys()].filter(name => name.startsWith(metric)).slice(0, 4)
      return fail({
        what: 'its metrics do not move as they should',
        summary: `Of the metrics that the backend shows, ${series} was ${was} and is ${is ?? 'not there'}; a change by ${by} was due.${is === undefined ? ` /metrics has ${others.length === 0 ? 'nothing of that name' : others.join(', ')}.` : ''}`,
        streams: [],
        expected: `${series} ${was + by}`,
      })
    }
    return holds
  },

  toTellOfGateway(present: Reply, absent: Reply) {
    const withoutNumbers = ({ status, body }: Reply): string => `${status} ${body.replaceAll(/\d+/g, '0')}`
    if (withoutNumbers(present) !== withoutNumbers(absent)) return holds
    return fail({
      what: 'it does not say whether the gateway answers',
      summary: `The backend answered GET /api/health/readyz ${present.status} ${quoted(present.body, 100)} both with a gateway and while nobody listened at SSE_GATEWAY_URL.`,
      streams: [],
      expected: 'an answer that is another one while the gateway is gone',
    })
  },
})
