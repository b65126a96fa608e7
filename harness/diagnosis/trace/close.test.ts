import { expect, test } from 'vitest'
import { ELSEWHERE, GATEWAY, opened, TimelineBuilder } from '../../test-support/timeline-builder.ts'
import type { ViolationDetails } from '../violation.ts'
import { traceClose } from './close.ts'

function follow(paper: TimelineBuilder): ViolationDetails {
  return traceClose(paper.timeline, GATEWAY, paper.followed(1), 'clean').details
}

test('Blame the backend for a stream that it did not close.', () => {
  expect(follow(opened())).toMatchObject({
    party: 'backend',
    what: 'stream-not-closed',
    streams: [1],
    expected: 'end of stream: clean',
  })
})

test('Blame the gateway for a close that it accepted and did not apply.', () => {
  expect(follow(opened().send(1, { close: true }))).toMatchObject({
    party: 'gateway',
    what: 'close-not-applied',
  })
})

test.each([{ close: true }, { event: { data: 'x' }, close: true }])(
  'A close in the answer to the connect callback, %j, counts as a close.',
  answer => {
    const paper = new TimelineBuilder().connect(1).answer(1, answer).open(1)
    expect(follow(paper)).toMatchObject({
      party: 'gateway',
      what: 'connect-close-not-applied',
    })
  },
)

test('Do not count the close of another stream.', () => {
  const paper = opened().connect(2).answer(2, { close: true }).open(2).send(2, { close: true })
  expect(follow(paper)).toMatchObject({ party: 'backend' })
  const later = new TimelineBuilder()
    .connect(2)
    .answer(2, { close: true })
    .open(2)
    .connect(1)
    .answer(1)
    .open(1)
  expect(follow(later)).toMatchObject({ party: 'backend' })
})

test('Blame the gateway for a close that it refused.', () => {
  expect(follow(opened().send(1, { close: true }, { fate: 404 }))).toMatchObject({
    party: 'gateway',
    what: 'send-refused',
    summary:
      'The backend sent a close. The gateway refused it with 404. The backend then gave the stream up and did not send the close.',
  })
})

test('Blame the gateway for a close that was not sent after an unanswered send.', () => {
  const paper = opened().send(1, { event: { data: 'x' } }, { fate: { failed: 'ECONNRESET' } })
  expect(follow(paper)).toMatchObject({
    party: 'gateway',
    summary:
      'The backend sent an unnamed event with data "x". The gateway did not answer that send: ECONNRESET. The backend then gave the stream up and did not send the close.',
  })
})

test('Blame the backend for a close sent to a wrong address.', () => {
  const paper = opened().send(1, { close: true }, { fate: { failed: 'ECONNREFUSED' }, address: ELSEWHERE })
  expect(follow(paper)).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
})

test('Blame the backend for a close that another server accepted.', () => {
  const paper = opened().send(1, { close: true }, { address: ELSEWHERE })
  expect(follow(paper)).toMatchObject({ party: 'backend', what: 'event-sent-elsewhere' })
})
