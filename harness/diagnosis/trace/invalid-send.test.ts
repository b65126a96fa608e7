import { expect, test } from 'vitest'
import type { SentEvent } from '../../contract/payloads.ts'
import { follow } from '../../test-support/follow-events.ts'
import { GATEWAY, opened, TimelineBuilder } from '../../test-support/timeline-builder.ts'
import { traceClose } from './close.ts'

const A: SentEvent = { name: 'a', data: '1' }
const TOKEN_OF_1 = new TimelineBuilder().connect(1).followed(1).token ?? ''

test('Blame the backend for a refused send in the wrong form.', () => {
  const paper = opened().sendRaw({ token: TOKEN_OF_1, event: { name: 'a', data: {} } }, { fate: 400 })
  expect(follow(paper, A)).toMatchObject({
    party: 'backend',
    what: 'send-malformed',
    summary: expect.stringMatching(
      /event\.data is an object; expected a string.*refused that with 400, which is right/,
    ),
  })
})

test('Blame the backend for a refused send that is not declared as JSON.', () => {
  const paper = opened()
  paper.timeline.record({
    kind: 'send-request',
    send: 7,
    method: 'POST',
    address: GATEWAY,
    command: { token: TOKEN_OF_1, event: A },
    raw: JSON.stringify({ token: TOKEN_OF_1, event: A }),
    contentType: 'text/plain',
    fence: false,
  })
  paper.timeline.record({ kind: 'send-response', send: 7, status: 415, body: '' })
  expect(follow(paper, A)).toMatchObject({
    party: 'backend',
    summary: expect.stringMatching(/its content type is "text\/plain"/),
  })
})

test('Blame the backend for an event after the close of its stream.', () => {
  const paper = opened().send(1, { close: true }).end(1).send(1, { event: A }, { fate: 404 })
  expect(follow(paper, A)).toMatchObject({
    party: 'backend',
    what: 'send-after-close',
  })
})

test('Do not count a refused close.', () => {
  const paper = opened().send(1, { close: true }, { fate: 404 }).send(1, { event: A }, { fate: 404 })
  expect(follow(paper, A)).toMatchObject({ party: 'gateway', what: 'send-refused' })
})

test('Blame the gateway for refusing a correct send.', () => {
  expect(follow(opened().send(1, { event: A }, { fate: 400 }), A)?.party).toBe('gateway')
})

test('Blame the gateway for failing (5xx) on a send in the wrong form.', () => {
  const paper = opened().sendRaw({ token: TOKEN_OF_1, event: { name: 'a', data: {} } }, { fate: 500 })
  expect(follow(paper, A)?.party).toBe('gateway')
})

test('Blame the backend for a close not sent after its own wrong send.', () => {
  const paper = opened().sendRaw({ token: TOKEN_OF_1, event: { name: 'a', data: {} } }, { fate: 400 })
  expect(traceClose(paper.timeline, GATEWAY, paper.followed(1), 'clean').details).toMatchObject({
    party: 'backend',
    what: 'send-malformed',
  })
})
