import { expect, test } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import { Barrier } from './barrier.ts'

test('Who comes to a gate waits until it is opened, and so does the next.', async () => {
  const gate = new Barrier(new Timeline(4_000), 'somebody')
  const passed: string[] = []
  const passing = [
    gate.pass().then(() => passed.push('first')),
    gate.pass().then(() => passed.push('second')),
  ]
  await gate.reached(2)
  expect(passed).toEqual([])
  gate.open()
  await Promise.all(passing)
  expect(passed).toEqual(['first', 'second'])
})

test('Who comes to an open gate passes at once.', async () => {
  const timeline = new Timeline(4_000)
  const gate = new Barrier(timeline, 'somebody')
  gate.open()
  gate.open()
  await gate.pass()
  await gate.reached()
  expect(timeline.all('callback-held')).toHaveLength(1)
})

test('The gate is reached when as many stand before it as were asked for.', async () => {
  const gate = new Barrier(new Timeline(4_000), 'somebody')
  const reached: number[] = []
  const both = gate.reached(2).then(() => reached.push(2))
  void gate.pass()
  await gate.reached(1).then(() => reached.push(1))
  expect(reached).toEqual([1])
  void gate.pass()
  await both
  expect(reached).toEqual([1, 2])
})

test('A gate that nobody reaches says what it waited for.', async () => {
  const reached = new Barrier(new Timeline(10), 'a connect callback to reach the backend').reached()
  await expect(reached).rejects.toThrow(WaitTimeoutError)
  await expect(reached).rejects.toThrow('for a connect callback to reach the backend.')
})
