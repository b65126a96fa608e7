import { expect, test } from 'vitest'
import type { SentEvent } from '../../contract/payloads.ts'
import { ELSEWHERE, GATEWAY, received, TimelineBuilder } from '../../test-support/timeline-builder.ts'
import type { ViolationDetails } from '../violation.ts'
import { traceEvents } from './event.ts'

const OPEN: SentEvent = { name: 'connection_open', data: '{"status":"connected"}' }
const [A, B, C]: [SentEvent, SentEvent, SentEvent] = [
  { name: 'a', data: '1' },
  { name: 'b', data: '2' },
  { data: '3' },
]

function opened(): TimelineBuilder {
  return new TimelineBuilder().connect(1).answer(1).open(1)
}

function follow(paper: TimelineBuilder, ...expected: SentEvent[]): ViolationDetails | undefined {
  return traceEvents(paper.timeline, GATEWAY, paper.followed(1), expected.map(received))?.details
}

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

test('Blame the gateway for a 404 to a send during the connect callback.', () => {
  const paper = new TimelineBuilder().connect(1).send(1, { event: A }, { fate: 404 }).answer(1).open(1)
  expect(follow(paper, A)).toMatchObject({
    party: 'gateway',
    what: 'send-refused-during-connect',
    summary:
      'The backend sent the event "a" through /internal/send. The gateway refused it with 404 while the connect callback was open.',
  })
})

test('Do not call a send refused after the connect callback one during it.', () => {
  const paper = opened().send(1, { event: A }, { fate: 404 })
  expect(follow(paper, A)?.summary).toMatch(/The gateway refused it with 404\.$/)
})

test('Say that a send refused after the connect callback was made during it.', () => {
  const paper = new TimelineBuilder().connect(1).send(1, { event: A }, { fate: 'pending' }).answer(1).open(1)
  const at = paper.timeline.now + 1
  paper.timeline.restore({ kind: 'send-response', send: 1, status: 404, body: '{}', at })
  const violation = follow(paper, A)
  expect(violation).toMatchObject({ what: 'send-refused-during-connect' })
  expect(violation?.summary).toMatch(/with 404 \(the send was made while the connect callback was open\)\.$/)
})

test('Report the refusal of the missing event, not of another one.', () => {
  const paper = new TimelineBuilder()
    .connect(1)
    .send(1, { event: B }, { fate: 503 })
    .answer(1)
    .open(1)
    .send(1, { event: A }, { fate: 404 })
  expect(follow(paper, A)?.summary).toMatch(/The gateway refused it with 404\.$/)
})

test('Blame the gateway for an event that was not sent after a refused send.', () => {
  const paper = new TimelineBuilder()
    .connect(1)
    .send(1, { event: B }, { fate: 404 })
    .answer(1, { event: OPEN })
  paper.open(1).deliver(1, OPEN)
  expect(follow(paper, OPEN, A)).toMatchObject({
    party: 'gateway',
    what: 'send-refused-during-connect',
    summary:
      'The backend sent the event "b". The gateway refused it with 404 while the connect callback was open. The backend then gave the stream up and did not send the event "a".',
  })
})

test.each([
  ['nobody answers', { failed: 'ECONNREFUSED' }],
  ['somebody else answers 404', 404],
  ['somebody else answers 200', 200],
] as const)('A send to a wrong address, where %s, is at the backend’s door.', (_what, fate) => {
  const paper = opened().send(1, { event: A }, { fate, address: ELSEWHERE })
  const told = follow(paper, A)
  expect(told).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
  expect(told?.summary).toContain(`but to ${ELSEWHERE} instead of the gateway at ${GATEWAY}`)
})

test.each([
  ['nobody answers', { failed: 'ECONNREFUSED' }],
  ['somebody else answers 404', 404],
] as const)(
  'What follows a send to a wrong address, where %s, is missing at the backend’s door.',
  (_what, fate) => {
    const paper = opened().send(1, { event: A }, { fate, address: ELSEWHERE })
    const told = follow(paper, B)
    expect(told).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
    expect(told?.summary).toContain(`to ${ELSEWHERE} instead of the gateway at ${GATEWAY}`)
    expect(told?.summary).toContain('The backend then gave the stream up and did not send the event "b".')
  },
)

test('Of two equal events, report the one sent to a wrong address as missing.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).send(1, { event: A }, { address: ELSEWHERE })
  expect(follow(paper, A, A)).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
})

test('Do not take a refused fence for what stopped the backend.', () => {
  const fence = { name: 'fence', data: '{"fence":"0123abcd-1"}' }
  const paper = opened().send(1, { event: fence }, { fate: 404 })
  expect(follow(paper, A)).toMatchObject({ party: 'backend', what: 'event-not-sent' })
})

test('Blame the gateway for a send that it did not answer.', () => {
  const paper = opened().send(1, { event: A }, { fate: { failed: 'ECONNRESET' } })
  expect(follow(paper, A)).toMatchObject({
    party: 'gateway',
    what: 'send-connection-broke',
    summary:
      'The backend sent the event "a" through /internal/send. The gateway did not answer that send: ECONNRESET.',
  })
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
] as const)('Of an event that was lost it is told that it came %s.', (_how, paper, what) => {
  expect(follow(paper, A)).toMatchObject({ what })
})

test('Of two equal events, report the refused one as missing.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).send(1, { event: A }, { fate: 404 })
  expect(follow(paper, A, A)?.summary).toContain('The gateway refused it with 404')
})

test('Blame the gateway for the missing one of two equal accepted events.', () => {
  const paper = opened().send(1, { event: A }).send(1, { event: A }).deliver(1, A)
  expect(follow(paper, A, A)).toMatchObject({ what: 'event-lost-after-accept' })
})

test('Blame the harness for an event that was written and not dispatched.', () => {
  const paper = opened().send(1, { event: A }).write(1, A)
  expect(follow(paper, A)).toMatchObject({ party: 'harness', what: 'event-lost-in-client' })
})

test.each([null, 'text', 5, { name: 5, data: 'x' }, { data: 5 }, { data: null }, ['x']])(
  'A send with %j in place of an event does not stop the search.',
  event => {
    const paper = opened().sendRaw({ token: 'token-1', event }, { fate: 400 })
    expect(follow(paper, A)).toMatchObject({ party: 'backend', what: 'send-malformed' })
    expect(follow(paper, A)?.summary).toContain('The backend sent something that is not an event')
    paper.deliver(1, B)
    expect(follow(paper)).toMatchObject({ what: 'event-invented' })
  },
)

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
