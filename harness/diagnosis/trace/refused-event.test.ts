import { expect, test } from 'vitest'
import type { SentEvent } from '../../contract/payloads.ts'
import { follow } from '../../test-support/follow-events.ts'
import { ELSEWHERE, GATEWAY, opened, TimelineBuilder } from '../../test-support/timeline-builder.ts'

const OPEN: SentEvent = { name: 'connection_open', data: '{"status":"connected"}' }
const A: SentEvent = { name: 'a', data: '1' }
const B: SentEvent = { name: 'b', data: '2' }

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
  ['no program answers', { failed: 'ECONNREFUSED' }],
  ['another program answers 404', 404],
  ['another program answers 200', 200],
] as const)('Blame the backend for a send to a wrong address, where %s.', (_what, fate) => {
  const paper = opened().send(1, { event: A }, { fate, address: ELSEWHERE })
  const told = follow(paper, A)
  expect(told).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
  expect(told?.summary).toContain(`but to ${ELSEWHERE} instead of the gateway at ${GATEWAY}`)
})

test.each([
  ['no program answers', { failed: 'ECONNREFUSED' }],
  ['another program answers 404', 404],
] as const)('Blame the backend for what follows a send to a wrong address, where %s.', (_what, fate) => {
  const paper = opened().send(1, { event: A }, { fate, address: ELSEWHERE })
  const told = follow(paper, B)
  expect(told).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
  expect(told?.summary).toContain(`to ${ELSEWHERE} instead of the gateway at ${GATEWAY}`)
  expect(told?.summary).toContain('The backend then gave the stream up and did not send the event "b".')
})

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

test('Of two equal events, report the refused one as missing.', () => {
  const paper = opened().send(1, { event: A }).deliver(1, A).send(1, { event: A }, { fate: 404 })
  expect(follow(paper, A, A)?.summary).toContain('The gateway refused it with 404')
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
