import { expect, test } from 'vitest'
import type { SentEvent } from '../../contract/payloads.ts'
import { GATEWAY, received, TimelineBuilder } from '../../test-support/timeline-builder.ts'
import type { ViolationDetails } from '../violation.ts'
import { traceClose } from './close.ts'
import { traceEvents } from './event.ts'

const A: SentEvent = { name: 'a', data: '1' }
const TOKEN_OF_1 = new TimelineBuilder().connect(1).followed(1).token ?? ''

function opened(): TimelineBuilder {
  return new TimelineBuilder().connect(1).answer(1).open(1)
}

function follow(paper: TimelineBuilder): ViolationDetails | undefined {
  return traceEvents(paper.timeline, GATEWAY, paper.followed(1), [received(A)])?.details
}

test('A send in another form than the contract has was rightly refused, and is the backend’s.', () => {
  const paper = opened().sendRaw({ token: TOKEN_OF_1, event: { name: 'a', data: {} } }, { fate: 400 })
  expect(follow(paper)).toMatchObject({
    party: 'backend',
    what: 'send-malformed',
    summary: expect.stringMatching(
      /event\.data is an object; expected a string.*refused that with 400, which is right/,
    ),
  })
})

test('So is one that is not declared as JSON.', () => {
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
  expect(follow(paper)).toMatchObject({
    party: 'backend',
    summary: expect.stringMatching(/its content type is "text\/plain"/),
  })
})

test('An event behind the close of its stream is the backend’s.', () => {
  const paper = opened().send(1, { close: true }).end(1).send(1, { event: A }, { fate: 404 })
  expect(follow(paper)).toMatchObject({
    party: 'backend',
    what: 'send-after-close',
  })
})

test('A close that was refused has closed nothing.', () => {
  const paper = opened().send(1, { close: true }, { fate: 404 }).send(1, { event: A }, { fate: 404 })
  expect(follow(paper)).toMatchObject({ party: 'gateway', what: 'send-refused' })
})

test('A send in the contract’s form that the gateway refuses is the gateway’s.', () => {
  expect(follow(opened().send(1, { event: A }, { fate: 400 }))?.party).toBe('gateway')
})

test('A send in the wrong form that the gateway fails on is the gateway’s.', () => {
  const paper = opened().sendRaw({ token: TOKEN_OF_1, event: { name: 'a', data: {} } }, { fate: 500 })
  expect(follow(paper)?.party).toBe('gateway')
})

test('A close that never came, since a send in the wrong form was refused before it, is the backend’s.', () => {
  const paper = opened().sendRaw({ token: TOKEN_OF_1, event: { name: 'a', data: {} } }, { fate: 400 })
  expect(traceClose(paper.timeline, GATEWAY, paper.followed(1), 'clean').details).toMatchObject({
    party: 'backend',
    what: 'send-malformed',
  })
})
