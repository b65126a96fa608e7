import { describe, expect, test } from 'vitest'
import { expectUndecided, violation } from '../test-support/expect-undecided.ts'
import { externalGateway, gatewayStatus } from '../test-support/statuses.ts'
import { opened, TimelineBuilder } from '../test-support/timeline-builder.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import { diagnose } from './diagnose.ts'

const EXPIRED = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms')

const SLEPT = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms', true)

const FAR = 'http://gateway.example:3000'

const LOST = violation({ party: 'gateway', what: 'event-lost-after-accept' })

const NEVER_CALLED = violation({ party: 'gateway', what: 'connect-callback-missing' })

describe('An external gateway', () => {
  test('Undecided where it has never called back: its address may be another.', async () => {
    const paper = new TimelineBuilder().ask(1).refuse(1, 502)
    const verdict = await diagnose(NEVER_CALLED, paper.timeline, externalGateway({ hasCalledBack: false }))
    expectUndecided(
      verdict,
      ['gateway', 'configuration'],
      /no callback came .* to http:\/\/127\.0\.0\.1:3001/,
      /--gateway /,
    )
  })

  test('Undecided where a wait expires before it ever called back.', async () => {
    const paper = new TimelineBuilder().ask(1)
    const verdict = await diagnose(EXPIRED, paper.timeline, externalGateway({ hasCalledBack: false }))
    expectUndecided(
      verdict,
      ['gateway', 'configuration'],
      /^The client asked for .* made no connect callback/,
      /--gateway /,
    )
  })

  test('At fault where it has called back before.', async () => {
    const paper = new TimelineBuilder().ask(1).refuse(1, 502)
    expect((await diagnose(NEVER_CALLED, paper.timeline, externalGateway({}))).party).toBe('gateway')
  })

  test('At fault for what needs no callback.', async () => {
    const verdict = await diagnose(LOST, opened().timeline, externalGateway({ hasCalledBack: false }))
    expect(verdict.party).toBe('gateway')
  })

  test('At fault where this program started it.', async () => {
    const paper = new TimelineBuilder().ask(1).refuse(1, 502)
    expect((await diagnose(NEVER_CALLED, paper.timeline, gatewayStatus())).party).toBe('gateway')
  })

  test.each([
    [
      'a stream that was reset',
      opened()
        .send(1, { event: { data: 'x' } })
        .end(1, 'reset'),
    ],
    ['a send that broke', opened().send(1, { event: { data: 'x' } }, { fate: { failed: 'ECONNRESET' } })],
  ])('Undecided on another machine, with %s.', async (_what, paper) => {
    const verdict = await diagnose(LOST, paper.timeline, externalGateway({ address: FAR }))
    expectUndecided(
      verdict,
      ['network', 'gateway'],
      /the gateway at http:\/\/gateway\.example:3000 is a network/,
      /--gateway-url/,
    )
    expect((await diagnose(LOST, paper.timeline, externalGateway({}))).party).toBe('gateway')
  })

  test('At fault on another machine where nothing broke.', async () => {
    const paper = opened().connect(2).answer(2).open(2).end(2, 'reset')
    expect((await diagnose(LOST, paper.timeline, externalGateway({ address: FAR }))).party).toBe('gateway')
  })

  test('Undecided where it does not answer any more.', async () => {
    const verdict = await diagnose(EXPIRED, opened().timeline, externalGateway({}, 'refuses connections'))
    expectUndecided(
      verdict,
      ['gateway', 'configuration'],
      /Asked for \/healthz now, the gateway refuses connections/,
      /--gateway /,
    )
    const cut = opened().end(1, 'reset')
    expect((await diagnose(LOST, cut.timeline, externalGateway({}, 'refuses connections'))).party).toBe(
      'undecided',
    )
    expect((await diagnose(LOST, opened().timeline, externalGateway({}, 'refuses connections'))).party).toBe(
      'gateway',
    )
  })

  test('Asked for its health after it left a send unanswered.', async () => {
    const { timeline } = opened().send(
      1,
      { event: { data: 'x' } },
      { fate: { failed: 'no answer within 5 s', reason: 'timeout' } },
    )
    expect((await diagnose(LOST, timeline, externalGateway({}, 'did not answer within 2 s'))).party).toBe(
      'undecided',
    )
    expect((await diagnose(LOST, timeline, externalGateway({}))).party).toBe('gateway')
  })

  test('Undecided on another machine where it is silent.', async () => {
    const silent = externalGateway({ address: FAR }, 'did not answer within 2 s')
    expectUndecided(
      await diagnose(EXPIRED, opened().timeline, silent),
      ['network', 'gateway'],
      /is a network/,
      /--gateway-url/,
    )
  })
})

describe('A wait that ended while the event loop was blocked', () => {
  function stalled(paper: TimelineBuilder): TimelineBuilder {
    paper.timeline.record({ kind: 'harness-stalled', ms: 3_200 })
    return paper
  }

  test('Undecided between the harness and the party.', async () => {
    const verdict = await diagnose(SLEPT, stalled(opened()).timeline, gatewayStatus())
    expectUndecided(
      verdict,
      ['harness', 'gateway'],
      /did not run at the end of that wait, and for 3\.2 s in all/,
      /--timeout 30/,
    )
    expect(verdict.evidence.join('\n')).toMatch(/harness +did not run for 3\.2 s/)
    const waiting = stalled(new TimelineBuilder().connect(1))
    expectUndecided(
      await diagnose(SLEPT, waiting.timeline, gatewayStatus()),
      ['harness', 'backend'],
      /did not run/,
      /--timeout/,
    )
  })

  test('Party at fault where the wait had its whole time again.', async () => {
    expect((await diagnose(EXPIRED, stalled(opened()).timeline, gatewayStatus())).party).toBe('gateway')
  })

  test('No effect on what the order of entries proves.', async () => {
    expect((await diagnose(LOST, stalled(opened()).timeline, gatewayStatus())).party).toBe('gateway')
  })
})
