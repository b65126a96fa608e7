import { beforeEach, expect, test } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { findDeadlock } from './deadlock.ts'

let timeline: Timeline

/** The backend closes the old stream's token from inside the connect callback of the new one, and the gateway reports it. */
beforeEach(() => {
  timeline = new Timeline()
  callback(1, 'new', 'connect')
  timeline.record({
    kind: 'send-request',
    send: 1,
    method: 'POST',
    address: 'http://gateway',
    command: { token: 'old', close: true },
    raw: '',
    fence: false,
  })
  callback(2, 'old', 'disconnect')
})

function callback(call: number, token: string, action: 'connect' | 'disconnect'): void {
  const payload = { action, token, reason: 'server_closed', request: { url: '/', headers: {} } } as never
  timeline.record({
    kind: 'callback-request',
    call,
    stream: call,
    payload,
    method: 'POST',
    target: '/',
    contentType: 'application/json',
  })
}

const answerCallback = (call: number) =>
  timeline.record({ kind: 'callback-response', call, status: 200, body: '{}' })
const giveUpCallback = (call: number) =>
  timeline.record({
    kind: 'callback-unanswered',
    call,
    by: 'gateway',
    why: 'the gateway gave up before the backend answered',
  })
const answerClose = () => timeline.record({ kind: 'send-response', send: 1, status: 200, body: '{}' })

test('Find the deadlock while both parties wait.', () => {
  expect(findDeadlock(timeline)).toMatchObject({ party: 'undecided', streams: [] })
})

test('Find the deadlock after a time limit has ended it.', () => {
  giveUpCallback(1)
  giveUpCallback(2)
  answerClose()
  expect(findDeadlock(timeline)?.party).toBe('undecided')
})

test('Find the deadlock where an answer came after the wait for it.', () => {
  giveUpCallback(1)
  giveUpCallback(2)
  answerClose()
  answerCallback(1)
  answerCallback(2)
  expect(findDeadlock(timeline)?.party).toBe('undecided')
})

test('Find no deadlock where the close is answered at once.', () => {
  answerClose()
  expect(findDeadlock(timeline)).toBeUndefined()
})

test('Find no deadlock where the disconnect callback is answered at once.', () => {
  answerCallback(2)
  answerClose()
  answerCallback(1)
  expect(findDeadlock(timeline)).toBeUndefined()
})
