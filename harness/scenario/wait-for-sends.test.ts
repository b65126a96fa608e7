import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { waitForSends } from './wait-for-sends.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Sends `count` times, each 800 ms after the one before. */
function sendsSlowly(timeline: Timeline, count: number): () => number {
  let sent = 0
  for (let n = 1; n <= count; n += 1) {
    setTimeout(() => {
      sent = n
      const command = { token: 't', close: true }
      const common = { kind: 'send-request', method: 'POST', address: '', raw: '', fence: false } as const
      timeline.record({ ...common, send: n, command })
    }, 800 * n)
  }
  return () => sent
}

test('The bound of a wait for sends counts from each send that comes.', async () => {
  const timeline = new Timeline()
  const sent = sendsSlowly(timeline, 5)
  const waited = waitForSends(timeline, {
    for: 'five sends',
    until: () => (sent() === 5 ? true : undefined),
    limitMs: 1_000,
  })
  await vi.runAllTimersAsync()
  expect(await waited).toBe(true)
})

test('A wait for what is not sent ends.', async () => {
  const timeline = new Timeline()
  sendsSlowly(timeline, 100)
  const waited = waitForSends(timeline, { for: 'nothing', until: () => undefined, limitMs: 1_000 })
  await vi.advanceTimersByTimeAsync(20 * 800 + 1_000)
  expect(await Promise.race([waited, 'goes on'])).toBe(false)
})
