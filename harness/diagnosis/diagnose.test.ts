import { describe, expect, test } from 'vitest'
import { TimelineBuilder } from '../test-support/timeline-builder.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { diagnose } from './diagnose.ts'
import type { GatewayStatus } from './gateway-status.ts'
import { ViolationError } from './violation.ts'

const EXPIRED = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms')

function condition(overrides: Partial<GatewayStatus> = {}): GatewayStatus {
  return {
    ended: undefined,
    lastLines: [],
    health: () => Promise.resolve({ answers: true, said: 'answers 200' }),
    blockedOn: () => Promise.resolve(undefined),
    ...overrides,
  }
}

function opened(): TimelineBuilder {
  return new TimelineBuilder().connect(1).answer(1).open(1)
}

test('A violation keeps its party, its words and the evidence of its streams.', async () => {
  const violation = new ViolationError({
    party: 'gateway',
    what: 'event-on-wrong-stream',
    summary: 'It crossed\u001b[31m.',
    streams: [1],
    expected: 'nothing',
  })
  const verdict = await diagnose(violation, opened().connect(2).timeline, condition())
  expect(verdict).toMatchObject({
    party: 'gateway',
    finding: 'gateway/event-on-wrong-stream',
    summary: 'It crossed\\x1b[31m.',
  })
  expect(verdict.evidence[0]).toContain('GET /api/sse/tasks?task_id=1')
  expect(verdict.evidence.join('\n')).not.toContain('task_id=2')
  expect(verdict.evidence.at(-1)).toContain('✗ expected: nothing')
})

test('Report an undecided violation as undecided.', async () => {
  const violation = new ViolationError({
    party: 'undecided',
    between: ['gateway', 'backend'],
    what: 'deadlock',
    summary: 'It.',
    streams: [],
  })
  expect(await diagnose(violation, opened().timeline, condition())).toMatchObject({
    party: 'undecided',
    between: ['gateway', 'backend'],
    finding: 'undecided/deadlock',
    check: expect.stringMatching(/^Run again with --only replace\/close-does-not-wait/),
  })
})

describe('A gateway that died', () => {
  const dead = condition({
    ended: 'exit code 1',
    lastLines: ['TypeError: boom\u001b[0m', 'CALLBACK_URL=http://b/?secret=hunter2'],
  })

  test.each([
    ['a wait', EXPIRED],
    [
      'a violation',
      new ViolationError({ party: 'backend', what: 'event-not-sent', summary: 'y', streams: [] }),
    ],
    ['an exception', new TypeError('fetch failed')],
  ])('At fault, whatever %s says.', async (_what, error) => {
    const verdict = await diagnose(error, opened().timeline, dead)
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/process-died',
      summary: 'The gateway process ended with exit code 1 during this scenario.',
    })
  })

  test('Its last output is in the evidence, escaped and without secrets.', async () => {
    const { evidence } = await diagnose(EXPIRED, opened().timeline, dead)
    const at = evidence.indexOf('  last output of the gateway:')
    expect(evidence.slice(at + 1).map(line => line.trim())).toEqual([
      'TypeError: boom\\x1b[0m',
      'CALLBACK_URL=http://b/?secret=[redacted]',
    ])
  })

  test('No last output where it printed nothing.', async () => {
    const { evidence } = await diagnose(EXPIRED, opened().timeline, condition({ ended: 'signal SIGKILL' }))
    expect(evidence.join('\n')).not.toContain('last output')
  })

  test('Not testable where it died before the scenario began.', async () => {
    const verdict = await diagnose(new NotTestableError('It never became ready.'), opened().timeline, dead)
    expect(verdict).toMatchObject({
      party: 'configuration',
      finding: 'configuration/not-testable',
      summary: 'It never became ready.',
      evidence: [],
    })
  })
})

describe('A wait that expired', () => {
  test('Gateway at fault where its health endpoint is silent too.', async () => {
    const silent = condition({
      health: () => Promise.resolve({ answers: false, said: 'did not answer within 2 s' }),
    })
    const verdict = await diagnose(EXPIRED, opened().timeline, silent)
    expect(verdict).toMatchObject({ party: 'gateway', finding: 'gateway/process-hangs' })
    expect(verdict.summary).toContain('Waited 5 s for the fence.')
    expect(verdict.summary).toContain('Asked for /healthz, the gateway did not answer within 2 s.')
    expect(verdict.evidence.at(-1)).toContain('✗ expected: the fence')
  })

  test('Set-up at fault where the gateway is stuck on output that is not read.', async () => {
    const stuck = condition({
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
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
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
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/no-callback-timeout',
    })
  })

  test('Gateway at fault where it makes no callback while another one is held.', async () => {
    const paper = new TimelineBuilder().connect(1)
    paper.timeline.record({ kind: 'callback-held' })
    const verdict = await diagnose(EXPIRED, paper.ask(2).timeline, condition())
    expect(verdict.finding).toBe('gateway/callbacks-one-at-a-time')
    expect(verdict.summary).toContain('Another client asked for /api/sse/tasks?task_id=2')
  })

  test('Gateway at fault where the answer to a callback never ends.', async () => {
    const paper = new TimelineBuilder().connect(1)
    paper.timeline.record({ kind: 'callback-response', call: 1, status: 200, body: '{', unended: true })
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
    expect(verdict.summary).toContain('began to answer the connect callback 200, and never ended the body')
    expect(verdict.check).toContain('cover the body')
  })

  test('Gateway at fault where every callback was answered or given up.', async () => {
    const paper = opened().disconnect(1, 'error').leaveUnanswered(1)
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
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
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
    expect(verdict).toMatchObject({ party: 'gateway', finding: `gateway/${what}` })
    expect(verdict.summary).toMatch(words)
  })

  test.each([
    ['a client that left by itself', new TimelineBuilder().ask(1).end(1, 'closed-by-client')],
    ['a fence that has come', opened().send(1, { event: MARKER }).deliver(1, MARKER)],
    ['a fence that was refused', opened().send(1, { event: MARKER }, { fate: 404 })],
    ['a fence whose stream has ended', opened().send(1, { event: MARKER }).end(1)],
  ])('Not at %s.', async (_what, paper) => {
    const { finding } = await diagnose(EXPIRED, paper.timeline, condition())
    expect(finding).toBe('gateway/no-progress')
  })
})

test.each([
  [new TypeError('x is not a function'), 'TypeError: x is not a function'],
  ['just text\u0007', 'just text\\x07'],
  [undefined, 'undefined'],
])('Blame the harness for a plain exception, %s.', async (error, summary) => {
  const verdict = await diagnose(error, opened().timeline, condition())
  expect(verdict).toMatchObject({
    party: 'harness',
    finding: 'harness/scenario-failed',
    summary,
  })
  expect(verdict.evidence.length).toBeGreaterThan(0)
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
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
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
    const verdict = await diagnose(EXPIRED, paper.timeline, condition())
    expect(verdict.finding).toBe('network/send-edge-broke')
    expect(verdict.summary).toContain('A send from inside the connect callback got no answer')
  })
})
