import { expect, test } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import { Barrier } from './barrier.ts'

function newBarrier(limitMs = 4_000): Barrier {
  return new Barrier({
    timeline: new Timeline(limitMs),
    waitingFor: 'a connect callback to reach the backend',
    onArrival: () => {},
  })
}

/** Waits on a timeline are checked whenever an entry is added. */
function recordingBarrier(): Barrier {
  const timeline = new Timeline(4_000)
  return new Barrier({
    timeline,
    waitingFor: 'x',
    onArrival: () => timeline.record({ kind: 'callback-held' }),
  })
}

test('Hold everything that arrives until the barrier is opened.', async () => {
  const barrier = recordingBarrier()
  const passed: string[] = []
  const passing = [
    barrier.pass().then(() => passed.push('first')),
    barrier.pass().then(() => passed.push('second')),
  ]
  await barrier.reached(2)
  expect(passed).toEqual([])
  barrier.open()
  await Promise.all(passing)
  expect(passed).toEqual(['first', 'second'])
})

test('Let everything pass an open barrier at once, and count it as arrived.', async () => {
  const barrier = newBarrier()
  barrier.open()
  barrier.open()
  await barrier.pass()
  await barrier.reached()
  expect(barrier.held).toHaveLength(1)
})

test('Reach a barrier when as many have arrived as were asked for.', async () => {
  const barrier = recordingBarrier()
  const reached: number[] = []
  const both = barrier.reached(2).then(() => reached.push(2))
  void barrier.pass()
  await barrier.reached(1).then(() => reached.push(1))
  expect(reached).toEqual([1])
  void barrier.pass()
  await both
  expect(reached).toEqual([1, 2])
})

test('A barrier that nothing reaches says what it waited for.', async () => {
  const reached = newBarrier(10).reached()
  await expect(reached).rejects.toThrow(WaitTimeoutError)
  await expect(reached).rejects.toThrow('for a connect callback to reach the backend.')
})
