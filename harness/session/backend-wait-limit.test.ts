import { expect, test } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { BackendWaitLimit } from './backend-wait-limit.ts'

/** A record of sends, each so long after what came before it. */
function sendsAfter(...gapsMs: readonly number[]): Timeline {
  const timeline = new Timeline()
  let at = 0
  for (const [n, gap] of gapsMs.entries()) {
    timeline.restore({ kind: 'note', text: 'asks', at })
    at += gap
    const command = { token: 't', close: true }
    timeline.restore({
      ...{ kind: 'send-request', send: n, method: 'POST', address: '', command, raw: '', fence: false },
      at,
    })
  }
  return timeline
}

test('A backend is waited for in full until a wait was in vain.', () => {
  const patience = new BackendWaitLimit(5_000)
  patience.learn(sendsAfter(3, 20))
  expect(patience.limitMs).toBe(5_000)
  patience.runsOut()
  expect(patience.limitMs).toBe(1_000)
})

test('One that has been slow is waited for ten times as long, and never longer than in full.', () => {
  const patience = new BackendWaitLimit(5_000)
  patience.learn(sendsAfter(3, 250))
  patience.runsOut()
  expect(patience.limitMs).toBe(2_500)
  patience.learn(sendsAfter(900))
  expect(patience.limitMs).toBe(5_000)
})

test('A wait that is short by itself stays as it is.', () => {
  const patience = new BackendWaitLimit(300)
  patience.runsOut()
  expect(patience.limitMs).toBe(300)
})

test('What is printed between a cause and its send makes no slow backend quick.', () => {
  const patience = new BackendWaitLimit(60_000)
  const timeline = new Timeline()
  timeline.restore({ kind: 'hook', target: '/', body: '', answer: '202', isAnswered: true, at: 0 })
  timeline.restore({ kind: 'backend-log', text: 'sends', at: 2_999 })
  const command = { token: 't', close: true }
  timeline.restore({
    ...{ kind: 'send-request', send: 1, method: 'POST', address: '', command, raw: '', fence: false },
    at: 3_000,
  })
  patience.learn(timeline)
  patience.runsOut()
  expect(patience.limitMs).toBe(30_000)
})

test('A fence between a cause and its send makes no slow backend quick either.', () => {
  const patience = new BackendWaitLimit(60_000)
  const timeline = new Timeline()
  const command = { token: 't', close: true }
  const send = { kind: 'send-request', method: 'POST', address: '', command, raw: '' } as const
  const response = { kind: 'send-response', status: 200, body: '' } as const
  const callback = { kind: 'callback-response', call: 1, status: 200, body: '' } as const
  timeline.restore({ ...callback, at: 0 })
  timeline.restore({
    kind: 'stream-request',
    stream: 1,
    method: 'GET',
    url: '/',
    headers: {},
    fence: true,
    at: 2_997,
  })
  timeline.restore({ ...send, send: 1, fence: true, at: 2_998 })
  timeline.restore({ ...response, send: 1, at: 2_999 })
  timeline.restore({ ...send, send: 2, fence: false, at: 3_000 })
  patience.learn(timeline)
  patience.runsOut()
  expect(patience.limitMs).toBe(30_000)
})

test('One that has not sent yet is waited for in full.', () => {
  const patience = new BackendWaitLimit(5_000)
  patience.runsOut()
  expect(patience.limitMs).toBe(5_000)
  patience.learn(sendsAfter(3))
  expect(patience.limitMs).toBe(1_000)
})
