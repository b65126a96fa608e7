import { expect, test } from 'vitest'
import type { SentEvent } from '../../contract/payloads.ts'
import { follow } from '../../test-support/follow-events.ts'
import { opened, TimelineBuilder } from '../../test-support/timeline-builder.ts'

const [A, B]: [SentEvent, SentEvent] = [
  { name: 'a', data: '1' },
  { name: 'b', data: '2' },
]

test('Blame the gateway for altered data, and name the place.', () => {
  const produced = { name: 'a', data: `${'x'.repeat(50)}one` }
  const paper = opened()
    .send(1, { event: produced })
    .deliver(1, { name: 'a', data: `${'x'.repeat(50)}two!` })
  const told = follow(paper, produced)
  expect(told).toMatchObject({ party: 'gateway', what: 'event-altered' })
  expect(told?.summary).toContain(
    '…"xxxxxxxxxxxxxxxxxxxxtwo!" instead of …"xxxxxxxxxxxxxxxxxxxxone" (they differ from character 51 on; 54 characters against 53)',
  )
})

test('Do not take another event of the same name for an altered one.', () => {
  const [first, second] = [
    { name: 'a', data: '1' },
    { name: 'a', data: '2' },
  ]
  const paper = opened().send(1, { event: first }).send(1, { event: second }).deliver(1, second)
  expect(follow(paper, first, second)).toMatchObject({ what: 'event-lost-after-accept' })
})

test('Do not show a secret in a difference.', () => {
  const secret = (ending: string): SentEvent => ({
    name: 'a',
    data: `/callback?secret=${'s'.repeat(40)}${ending}`,
  })
  const paper = opened()
    .send(1, { event: secret('one') })
    .deliver(1, secret('two'))
  expect(follow(paper, secret('one'))?.summary).not.toMatch(/sss|one|two/)
})

test('Blame the gateway for an altered name.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, { name: 'A', data: A.data })
  expect(follow(paper, A)).toMatchObject({ party: 'gateway', what: 'event-name-altered' })
  expect(follow(paper, A)?.summary).toContain(
    'wrote the data "1" under the name "A" instead of "a" (they differ from character 1 on)',
  )
})

test('Blame the gateway for an event written twice and produced once.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).deliver(1, A)
  const told = follow(paper, A)
  expect(told).toMatchObject({ party: 'gateway', what: 'event-duplicated' })
  expect(told?.summary).toBe(
    'The backend sent the event "a" with data "1" once (send), and the gateway wrote it to the stream twice.',
  )
})

test('Count how often an event was produced and written.', () => {
  const paper = opened().send(1, { event: A }).send(1, { event: A }).deliver(1, A).deliver(1, A).deliver(1, A)
  expect(follow(paper, A, A)?.summary).toContain(
    'with data "1" twice (send, send), and the gateway wrote it to the stream 3 times.',
  )
})

test('Name the refusal of an event that was written all the same.', () => {
  const paper = opened().send(1, { event: A }, { fate: 400 }).deliver(1, A)
  expect(follow(paper)).toMatchObject({
    what: 'refused-event-written',
    summary:
      'The backend sent the event "a" with data "1", and the gateway refused it with 400. The gateway wrote it to the stream all the same.',
  })
})

test('Blame the gateway for an event of another stream, with both streams as evidence.', () => {
  const paper = opened().connect(2).answer(2).open(2).send(2, { event: A }).deliver(2, A).deliver(1, A)
  expect(follow(paper)).toMatchObject({
    party: 'gateway',
    what: 'event-on-wrong-stream',
    streams: [2, 1],
    summary:
      'The backend sent the event "a" with data "1" to the token of the stream /api/sse/tasks?task_id=2, and the gateway wrote it to the stream /api/sse/tasks?task_id=1.',
  })
})

test('Blame the gateway for an event that no party produced.', () => {
  const paper = opened().deliver(1, A)
  expect(follow(paper)).toMatchObject({
    party: 'gateway',
    what: 'event-invented',
    summary:
      'The client received the event "a" with data "1". The backend never sent that, neither in its connect answer nor through /internal/send.',
  })
})

const CLOSE_AS_EVENT = /close-written-as-empty-event$/

test.each([
  [
    'buffered-close-written-as-empty-event',
    'during the connect callback',
    new TimelineBuilder().connect(1).send(1, { close: true }).answer(1).open(1),
  ],
  ['close-written-as-empty-event', '{"token":"token-1","close":true}', opened().send(1, { close: true })],
  [
    'connect-close-written-as-empty-event',
    'in its connect answer',
    new TimelineBuilder().connect(1).answer(1, { close: true }).open(1),
  ],
] as const)(
  'Name a close without an event where the gateway writes an empty event for it: %s.',
  (what, where, paper) => {
    const found = follow(paper.deliver(1, { data: '' }))
    expect(found).toMatchObject({ party: 'gateway', what })
    expect(found?.summary).toContain(where)
  },
)

test('Do not take an empty event for a close that was asked for later.', () => {
  const paper = opened().deliver(1, { data: '' }).send(1, { close: true })
  expect(follow(paper)?.what).not.toMatch(CLOSE_AS_EVENT)
})

test('Do not take a named empty event, or one with a refused close, for a close.', () => {
  const accepted = opened().send(1, { close: true }).deliver(1, { name: 'a', data: '' })
  const refused = opened().send(1, { close: true }, { fate: 404 }).deliver(1, { data: '' })
  for (const paper of [accepted, refused]) expect(follow(paper)?.what).not.toMatch(CLOSE_AS_EVENT)
})

test('Blame the gateway for events in another order.', () => {
  const paper = opened().send(1, { event: A }).send(1, { event: B }).deliver(1, B).deliver(1, A)
  const told = follow(paper, A, B)
  expect(told).toMatchObject({ party: 'gateway', what: 'events-out-of-order' })
  expect(told?.summary).toBe(
    'The client received every event, but in another order: as event 1 it received the event "b" with data "2", expected the event "a" with data "1".',
  )
  expect(told?.expected).toBe('event: a  data: "1"  as event 1')
})

test('Blame the harness for events written in order and dispatched in another.', () => {
  const paper = opened().send(1, { event: A }).send(1, { event: B })
  paper.write(1, A).write(1, B).dispatch(1, B).dispatch(1, A)
  expect(follow(paper, A, B)).toMatchObject({
    party: 'harness',
    what: 'events-out-of-order-in-client',
  })
})
