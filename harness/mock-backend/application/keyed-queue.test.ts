import { expect, test } from 'vitest'
import { KeyedQueue } from './keyed-queue.ts'

test('Work for one key waits for the work before it, and other keys do not.', async () => {
  const order = new KeyedQueue()
  const seen: string[] = []
  const held = Promise.withResolvers<void>()
  const first = order.run('a', async () => {
    await held.promise
    seen.push('a1')
  })
  const second = order.run('a', async () => seen.push('a2'))
  await order.run('b', async () => seen.push('b1'))
  expect(seen).toEqual(['b1'])
  held.resolve()
  await Promise.all([first, second])
  expect(seen).toEqual(['b1', 'a1', 'a2'])
})

test('A failure reaches its own caller and does not stop the work behind it.', async () => {
  const order = new KeyedQueue()
  const failing = order.run('a', () => Promise.reject(new Error('broken')))
  const next = order.run('a', async () => 'done')
  await expect(failing).rejects.toThrow('broken')
  await expect(next).resolves.toBe('done')
})

test('A key is settled only once all of its work is.', async () => {
  const order = new KeyedQueue()
  let done = false
  const held = Promise.withResolvers<void>()
  void order.run('a', async () => {
    await held.promise
    done = true
  })
  const settled = order.settled('a').then(() => done)
  held.resolve()
  expect(await settled).toBe(true)
})
