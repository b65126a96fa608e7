import { expect, test } from 'vitest'
import type { SentEvent } from '../../contract/payloads.ts'
import { follow } from '../../test-support/follow-events.ts'
import { opened, TimelineBuilder } from '../../test-support/timeline-builder.ts'

const OPEN: SentEvent = { name: 'connection_open', data: '{"status":"connected"}' }

const [A, B, C]: [SentEvent, SentEvent, SentEvent] = [
  { name: 'a', data: '1' },
  { name: 'b', data: '2' },
  { data: '3' },
]

test('Find nothing where every event arrived.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).send(1, { event: C }).deliver(1, C)
  expect(follow(paper, A, C)).toBeUndefined()
  expect(follow(opened())).toBeUndefined()
})

test('Blame the backend for an event that it never produced.', () => {
  expect(follow(opened(), A)).toEqual({
    party: 'backend',
    what: 'event-not-sent',
    summary:
      'The backend did not send the event "a", neither in its connect answer nor through /internal/send.',
    streams: [1],
    expected: 'event: a  data: "1"',
  })
})

test('Blame the backend for an event that is expected twice and was produced once.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A)
  expect(follow(paper, A, A)).toMatchObject({ party: 'backend', what: 'event-not-sent' })
})

test('Blame the backend for an event that it sent only to another stream.', () => {
  const paper = opened().connect(2).answer(2).open(2).send(2, { event: A }).deliver(2, A)
  expect(follow(paper, A)).toMatchObject({ party: 'backend', what: 'event-not-sent' })
})

test('Blame the gateway for an accepted event that it did not write, though it wrote the fence after it.', () => {
  const paper = opened().send(1, { event: A }).send(1, { event: B }).deliver(1, B)
  expect(follow(paper, A, B)).toEqual({
    party: 'gateway',
    what: 'event-lost-after-accept',
    summary:
      'The backend sent the event "a" through /internal/send. The gateway accepted it (200) but never wrote the event. It did write the marker that this program sent after it (the fence), so the event is not late but lost.',
    streams: [1],
    expected: 'event: a  data: "1"',
  })
})

test('Blame the gateway for an event that did not come before the end of the stream.', () => {
  const paper = opened().send(1, { event: A }).end(1, 'reset')
  expect(follow(paper, A)).toMatchObject({ party: 'gateway', what: 'event-lost-after-accept' })
  expect(follow(paper, A)?.summary).toContain('never wrote the event. Then the stream ended (reset)')
})

test('Trace the event of the connect answer too.', () => {
  const paper = new TimelineBuilder().connect(1).answer(1, { event: OPEN }).open(1)
  expect(follow(paper, OPEN)).toMatchObject({
    party: 'gateway',
    what: 'connect-event-lost',
    summary:
      'The backend answered the connect callback with the event "connection_open". The gateway opened the stream but never wrote the event. It did write the marker that this program sent after it (the fence), so the event is not late but lost.',
  })
})

test.each([
  [
    'in the connect answer',
    new TimelineBuilder().connect(1).answer(1, { event: A }).open(1),
    'connect-event-lost',
  ],
  [
    'by a send while the connect callback was open',
    new TimelineBuilder().connect(1).send(1, { event: A }).answer(1).open(1),
    'buffered-event-lost',
  ],
  ['by a later send', opened().send(1, { event: A }), 'event-lost-after-accept'],
] as const)('Report of a lost event that it came %s.', (_how, paper, what) => {
  expect(follow(paper, A)).toMatchObject({ what })
})

test('Blame the gateway for the missing one of two equal accepted events.', () => {
  const paper = opened().send(1, { event: A }).send(1, { event: A }).deliver(1, A)
  expect(follow(paper, A, A)).toMatchObject({ what: 'event-lost-after-accept' })
})

test('Blame the harness for an event that was written and not dispatched.', () => {
  const paper = opened().send(1, { event: A }).write(1, A)
  expect(follow(paper, A)).toMatchObject({ party: 'harness', what: 'event-lost-in-client' })
})

test('Blame the backend for an event that it sent twice.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).send(1, { event: A }).deliver(1, A)
  expect(follow(paper, A)).toMatchObject({ party: 'backend', what: 'event-unexpected' })
})

test('Blame the gateway for an event sent once and delivered twice.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).deliver(1, A)
  expect(follow(paper, A)).toMatchObject({
    party: 'gateway',
    what: 'event-duplicated',
  })
})

test('Report swapped events of two streams as crossed, not as altered.', () => {
  const other = { name: 'a', data: '2' }
  const paper = opened().connect(2).answer(2).open(2).send(1, { event: A }).send(2, { event: other })
  expect(follow(paper.deliver(1, other), A)).toMatchObject({
    what: 'event-on-wrong-stream',
    streams: [2, 1],
  })
})

test('Of the connect answer’s event and an equal send, report the missing one as lost.', () => {
  const paper = new TimelineBuilder()
    .connect(1)
    .answer(1, { event: A })
    .open(1)
    .deliver(1, A)
    .send(1, { event: A })
  expect(follow(paper, A, A)?.summary).toMatch(/^The backend sent the event "a"/)
})

test('Blame the gateway for events not sent after a premature disconnect callback.', () => {
  expect(follow(opened().disconnect(1, 'client_closed'), A)).toMatchObject({
    party: 'gateway',
    what: 'disconnect-callback-for-other-stream',
  })
  expect(follow(opened().end(1).disconnect(1, 'client_closed'), A)?.party).toBe('backend')
  // The callback may be faster than the end of the stream.
  expect(follow(opened().disconnect(1, 'server_closed').end(1), A)?.party).toBe('backend')
})
