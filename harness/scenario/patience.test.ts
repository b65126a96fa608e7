import { expect, test } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { Patience } from './patience.ts'

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
  const patience = new Patience(5_000)
  patience.learn(sendsAfter(3, 20))
  expect(patience.limitMs).toBe(5_000)
  patience.runsOut()
  expect(patience.limitMs).toBe(1_000)
})

test('One that has been slow is waited for ten times as long, and never longer than in full.', () => {
  const patience = new Patience(5_000)
  patience.learn(sendsAfter(3, 250))
  patience.runsOut()
  expect(patience.limitMs).toBe(2_500)
  patience.learn(sendsAfter(900))
  expect(patience.limitMs).toBe(5_000)
})

test('A wait that is short by itself stays as it is.', () => {
  const patience = new Patience(300)
  patience.runsOut()
  expect(patience.limitMs).toBe(300)
})
