import { describe, expect, test } from 'vitest'
import { TimelineBuilder, targetOf } from '../../test-support/timeline-builder.ts'
import type { ViolationDetails } from '../violation.ts'
import { traceConnect, traceRefusal } from './connect.ts'

function follow(paper: TimelineBuilder): ViolationDetails | undefined {
  return traceConnect(paper.timeline, { number: 1, target: targetOf(1) })?.details
}

function refusal(paper: TimelineBuilder): ViolationDetails | undefined {
  return traceRefusal(paper.timeline, { number: 1 }, '403')?.details
}

describe('A stream that should be open', () => {
  test('No violation where the callback was made, answered and applied.', () => {
    expect(follow(new TimelineBuilder().connect(1).answer(1).open(1))).toBeUndefined()
  })

  test.each([
    [
      'answered',
      new TimelineBuilder().ask(1).refuse(1, 404),
      'answered the client 404 with application/json',
      'client-answered-without-callback',
    ],
    ['opened', new TimelineBuilder().ask(1).open(1), 'opened the stream', 'stream-opened-without-callback'],
    [
      'broken',
      new TimelineBuilder().ask(1).end(1, 'reset'),
      'gave the client no answer (reset)',
      'client-unanswered-without-callback',
    ],
  ])('Blame the gateway for a stream that is %s without a connect callback.', (_what, paper, words, what) => {
    const told = follow(paper)
    expect(told).toMatchObject({ party: 'gateway', what, streams: [1] })
    expect(told?.summary).toContain(`the gateway ${words} without a connect callback`)
  })

  test.each([
    ['opened', new TimelineBuilder().connect(1).open(1).answer(1)],
    ['opened', new TimelineBuilder().connect(1).open(1)],
    ['refused', new TimelineBuilder().connect(1).refuse(1, 503)],
  ] as const)('and is %s before the answer came was applied too early.', (_what, paper) => {
    const told = follow(paper)
    if (paper.timeline.all('callback-response').length > 0) return expect(told).toBeUndefined()
    return expect(told).toMatchObject({
      party: 'gateway',
      what: 'stream-opened-before-answer',
    })
  })

  test('Blame the gateway for refusing what the backend accepted.', () => {
    const told = follow(new TimelineBuilder().connect(1).answer(1).refuse(1, 502))
    expect(told).toMatchObject({ party: 'gateway', what: 'accepted-stream-refused' })
    expect(told?.summary).toBe(
      'The backend accepted the stream: it answered the connect callback 200. The gateway then answered the client 502 with application/json, expected an open stream.',
    )
  })

  test('Blame the backend for its refusal, and name a header with a list of values.', () => {
    const paper = new TimelineBuilder().connect(1, targetOf(1), { cookie: ['a', 'b'], accept: 'x' })
    const told = follow(paper.answer(1, { error: 'bad headers' }, 400).refuse(1, 400))
    expect(told).toMatchObject({ party: 'backend', what: 'stream-refused' })
    expect(told?.summary).toContain('Its header "cookie" has a list of values, as the contract allows.')
  })

  test('Blame the gateway where the backend refused a wrong target.', () => {
    const { timeline } = new TimelineBuilder().connect(1, '/other').answer(1, {}, 400).refuse(1, 400)
    const told = traceConnect(timeline, { number: 1, target: '/asked' })?.details
    expect(told).toMatchObject({
      party: 'gateway',
      what: 'connect-callback-wrong-url',
    })
  })
})

describe('A stream that the backend refused', () => {
  test('Blame the gateway for opening it.', () => {
    const told = refusal(new TimelineBuilder().connect(1).answer(1, {}, 403).open(1))
    expect(told).toMatchObject({ party: 'gateway', what: 'refused-stream-opened' })
    expect(told?.summary).toMatch(/answered the connect callback 403\. The gateway then opened the stream/)
    const odd = refusal(
      new TimelineBuilder().connect(1).answer(1, {}, 403).respond(1, 403, 'text/event-stream'),
    )
    expect(odd?.summary).toMatch(/The gateway then answered the client 403 with text\/event-stream, expected/)
    expect(odd?.what).toBe('refusal-as-event-stream')
  })

  test('Blame the gateway for giving no answer.', () => {
    const told = refusal(new TimelineBuilder().connect(1).answer(1, {}, 403).end(1, 'reset'))
    expect(told?.what).toBe('refused-client-unanswered')
    expect(told?.summary).toContain('The gateway then gave the client no answer (reset)')
  })

  test('No violation where the gateway refused too, or the backend accepted.', () => {
    expect(refusal(new TimelineBuilder().connect(1).answer(1, {}, 403).refuse(1, 500))).toBeUndefined()
    expect(refusal(new TimelineBuilder().connect(1).answer(1).open(1))).toBeUndefined()
    expect(refusal(new TimelineBuilder().connect(1).open(1))).toBeUndefined()
  })
})
