import { describe, expect, test } from 'vitest'
import { gatewayStatus } from '../test-support/statuses.ts'
import { opened, TimelineBuilder } from '../test-support/timeline-builder.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import { diagnose } from './diagnose.ts'

const EXPIRED = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms')

describe('A wait that expired', () => {
  test('Gateway at fault where its health endpoint is silent too.', async () => {
    const silent = gatewayStatus({
      health: () => Promise.resolve({ answers: false, said: 'did not answer within 2 s' }),
    })
    const verdict = await diagnose(EXPIRED, opened().timeline, silent)
    expect(verdict).toMatchObject({ party: 'gateway', finding: 'gateway/process-hangs' })
    expect(verdict.summary).toContain('Waited 5 s for the fence.')
    expect(verdict.summary).toContain('Asked for /healthz, the gateway did not answer within 2 s.')
    expect(verdict.evidence.at(-1)).toContain('✗ expected: the fence')
  })

  test('Configuration at fault where the gateway is stuck on output that is not read.', async () => {
    const stuck = gatewayStatus({
      health: () => Promise.resolve({ answers: false, said: 'did not answer within 2 s' }),
      blockedOn: () => Promise.resolve('stdout'),
    })
    const verdict = await diagnose(EXPIRED, opened().timeline, stuck)
    expect(verdict).toMatchObject({ party: 'configuration', finding: 'configuration/output-not-read' })
    expect(verdict.summary).toContain('stuck writing to its stdout')
  })

  test.each([
    ['connect', new TimelineBuilder().connect(1)],
    ['disconnect', opened().disconnect(1, 'client_closed')],
  ])('Backend at fault where it left a %s callback open.', async (action, paper) => {
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict).toMatchObject({
      party: 'backend',
      finding: 'backend/callback-unanswered',
    })
    expect(verdict.summary).toContain(
      `The backend has not answered the ${action} callback; the gateway answers 200`,
    )
  })

  test('Gateway at fault where the scenario holds the backend’s answer.', async () => {
    const paper = new TimelineBuilder().connect(1)
    paper.timeline.record({ kind: 'callback-held' })
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/no-callback-timeout',
    })
  })

  test('Gateway at fault where it makes no callback while another one is held.', async () => {
    const paper = new TimelineBuilder().connect(1)
    paper.timeline.record({ kind: 'callback-held' })
    const verdict = await diagnose(EXPIRED, paper.ask(2).timeline, gatewayStatus())
    expect(verdict.finding).toBe('gateway/callbacks-one-at-a-time')
    expect(verdict.summary).toContain('Another client asked for /api/sse/tasks?task_id=2')
  })

  test('Gateway at fault where the answer to a callback never ends.', async () => {
    const paper = new TimelineBuilder().connect(1)
    paper.timeline.record({ kind: 'callback-response', call: 1, status: 200, body: '{', unended: true })
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict.summary).toContain('began to answer the connect callback 200, and never ended the body')
    expect(verdict.check).toContain('cover the body')
  })

  test('Gateway at fault where every callback was answered or given up.', async () => {
    const paper = opened().disconnect(1, 'error').leaveUnanswered(1)
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict).toMatchObject({ party: 'gateway', finding: 'gateway/no-progress' })
    expect(verdict.summary).toContain('The gateway answers 200 on /healthz, and no callback is unanswered')
  })
})

describe('A wait that expired without an open callback stopped at', () => {
  const MARKER = { name: 'fence', data: '{"fence":"0123abcd-1"}' }

  test.each([
    [
      'a client without an answer, and no connect callback',
      new TimelineBuilder().ask(1),
      'client-unanswered-without-callback',
      /The gateway made no connect callback and gave the client no answer/,
    ],
    [
      'a client without an answer, though the backend accepted',
      new TimelineBuilder().connect(1).answer(1),
      'accepted-stream-unanswered',
      /The backend answered the connect callback 200\. The gateway gave the client no answer/,
    ],
    [
      'a client without an answer, though the backend refused',
      new TimelineBuilder().connect(1).answer(1, {}, 403),
      'refused-client-unanswered',
      /The backend answered the connect callback 403\. The gateway gave the client no answer/,
    ],
    [
      'a fence that was accepted and not written',
      opened().send(1, { event: MARKER }),
      'event-lost-after-accept',
      /The gateway accepted it with 200 and never wrote it\. Waited 5 s/,
    ],
  ])('%s', async (_what, paper, what, words) => {
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict).toMatchObject({ party: 'gateway', finding: `gateway/${what}` })
    expect(verdict.summary).toMatch(words)
  })

  test.each([
    ['a client that left by itself', new TimelineBuilder().ask(1).end(1, 'closed-by-client')],
    ['a fence that has come', opened().send(1, { event: MARKER }).deliver(1, MARKER)],
    ['a fence that was refused', opened().send(1, { event: MARKER }, { fate: 404 })],
    ['a fence whose stream has ended', opened().send(1, { event: MARKER }).end(1)],
  ])('Not at %s.', async (_what, paper) => {
    const { finding } = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(finding).toBe('gateway/no-progress')
  })
})

describe('A faulty connection', () => {
  test('Slow, and not broken, where it only takes too long.', async () => {
    const paper = opened()
    paper.timeline.record({
      kind: 'network',
      edge: 'callback',
      breaks: true,
      slowerMs: 6_000,
      text: 'everything takes 6000 ms longer',
    })
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict.finding).toBe('network/callback-edge-slow')
    expect(verdict.summary).toMatch(/^The network delayed every callback by 6 s, and a gateway waits 5 s/)
  })

  test('A send inside the connect callback keeps the client waiting.', async () => {
    const paper = new TimelineBuilder().connect(1).send(1, { event: { data: 'x' } }, { fate: 'pending' })
    paper.timeline.record({
      kind: 'network',
      edge: 'send',
      breaks: true,
      text: 'nothing goes through any more',
    })
    const verdict = await diagnose(EXPIRED, paper.timeline, gatewayStatus())
    expect(verdict.finding).toBe('network/send-edge-broke')
    expect(verdict.summary).toContain('A send from inside the connect callback got no answer')
  })
})
