import { describe, expect, test } from 'vitest'
import { expectUndecided, violation } from '../test-support/expect-undecided.ts'
import { backendStatus, gatewayStatus } from '../test-support/statuses.ts'
import { opened, TimelineBuilder, tokenOf } from '../test-support/timeline-builder.ts'
import { diagnose } from './diagnose.ts'

const UNPRODUCED = violation({ party: 'backend', what: 'event-not-sent' })

describe('A backend that is a program of its own', () => {
  test('Undecided where it has never sent and this program did not configure it.', async () => {
    const verdict = await diagnose(UNPRODUCED, opened().timeline, gatewayStatus(), backendStatus())
    expectUndecided(
      verdict,
      ['backend', 'configuration'],
      /The backend sent nothing to this gateway \(http/,
      /--backend-command/,
    )
  })

  test('At fault where this program set its address.', async () => {
    const told = backendStatus({ isToldSendAddress: true })
    const verdict = await diagnose(UNPRODUCED, opened().timeline, gatewayStatus(), told)
    expect(verdict.finding).toBe('backend/gateway-url-unused')
    expect(verdict.check).not.toMatch(/registered/)
    expect(verdict.summary).toMatch(/which this program gave it as SSE_GATEWAY_URL/)
  })

  test('At fault where it has sent something.', async () => {
    const paper = opened().send(1, { event: { data: 'x' } })
    expect((await diagnose(UNPRODUCED, paper.timeline, gatewayStatus(), backendStatus())).party).toBe(
      'backend',
    )
    const heard = backendStatus({ sends: () => Promise.resolve(true) })
    expect((await diagnose(UNPRODUCED, opened().timeline, gatewayStatus(), heard)).party).toBe('backend')
  })

  test.for([true, false])(
    'At fault where it asks the gateway whether it is alive, and sends nothing (configured by us: %s).',
    async isTold => {
      const asks = backendStatus({ isToldSendAddress: isTold, findsGateway: () => Promise.resolve(true) })
      const verdict = await diagnose(UNPRODUCED, opened().timeline, gatewayStatus(), asks)
      expect(verdict.finding).toBe('backend/gateway-url-unused')
      expect(verdict.summary).toMatch(/^The backend asked the gateway at http.* whether it is alive/)
      expect(verdict.summary.includes('SSE_GATEWAY_URL')).toBe(isTold)
    },
  )

  test('Configured wrongly where it says that no gateway answers.', async () => {
    const denies = backendStatus({ findsGateway: () => Promise.resolve(false) })
    expect(await diagnose(UNPRODUCED, opened().timeline, gatewayStatus(), denies)).toMatchObject({
      party: 'configuration',
      finding: 'configuration/gateway-url-wrong',
    })
  })

  test('At fault for what a wrong address does not explain.', async () => {
    const failing = violation({ party: 'backend', what: 'stream-refused' })
    for (const answers of [undefined, false] as const) {
      const condition = backendStatus({ findsGateway: () => Promise.resolve(answers) })
      const { finding } = await diagnose(failing, opened().timeline, gatewayStatus(), condition)
      expect(finding).toBe('backend/stream-refused')
    }
  })

  test('Undecided on another machine, with a connection that broke.', async () => {
    const unanswered = violation({ party: 'backend', what: 'callback-unanswered' })
    const { timeline } = new TimelineBuilder()
      .connect(1)
      .leaveUnanswered(1, { by: 'backend', broke: true, why: 'the backend broke the connection: ECONNRESET' })
    const far = backendStatus({ address: 'http://backend.example:5000' })
    expectUndecided(
      await diagnose(unanswered, timeline, gatewayStatus(), far),
      ['network', 'backend'],
      /the backend at http:\/\/backend\.example:5000 is a network/,
      /--backend-url/,
    )
    expect((await diagnose(unanswered, timeline, gatewayStatus(), backendStatus())).party).toBe('backend')
    const { timeline: whole } = new TimelineBuilder().connect(1).answer(1, {}, 500)
    expect((await diagnose(unanswered, whole, gatewayStatus(), far)).party).toBe('backend')
  })
})

describe('A backend that gives a send up', () => {
  const fate = { failed: 'the backend gave up before the gateway answered', reason: 'given-up' } as const
  const REFUSED = violation({ party: 'gateway', what: 'send-unanswered' })

  test('Undecided where it gave up at once.', async () => {
    const { timeline } = opened().send(1, { event: { data: 'x' } }, { fate })
    expectUndecided(
      await diagnose(REFUSED, timeline, gatewayStatus(), backendStatus()),
      ['gateway', 'backend'],
      /The backend waited only \d ms for the answer/,
      /--only send\/answer-form, which/,
    )
  })

  test('Gateway at fault where it waited long enough.', async () => {
    const paper = opened()
    const long = { kind: 'send-failed', send: 1, reason: fate.reason, why: fate.failed } as const
    paper.sendRaw({ token: tokenOf(1), event: { data: 'x' } }, { fate: 'pending' })
    paper.timeline.record(long, performance.now() + 1_500)
    expect((await diagnose(REFUSED, paper.timeline, gatewayStatus(), backendStatus())).party).toBe('gateway')
  })

  test('No effect on the verdict about another stream.', async () => {
    const { timeline } = opened()
      .connect(2)
      .send(2, { event: { data: 'x' } }, { fate })
    expect((await diagnose(REFUSED, timeline, gatewayStatus(), backendStatus())).party).toBe('gateway')
  })
})
