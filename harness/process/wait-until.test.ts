import { expect, test } from 'vitest'
import { WaitTimeoutError } from '../util/errors.ts'
import { waitUntil } from './wait-until.ts'

test('the first answer is returned, also when it is zero or empty', async () => {
  const answers = [undefined, null, false, 0, 1]
  expect(await waitUntil('an answer', () => answers.shift())).toBe(0)
  expect(await waitUntil('a text', async () => '')).toBe('')
})

test('the error says what was waited for and what was last seen', async () => {
  const expired = waitUntil('the gateway to listen', () => false, { limitMs: 1 })
  await expect(expired).rejects.toThrow(WaitTimeoutError)
  await expect(expired).rejects.toThrow('Waited 0.001 s for the gateway to listen. Last seen: false.')
  const withEvidence = waitUntil('pids', () => undefined, { limitMs: 1, lastSeen: () => ({ pids: [7] }) })
  await expect(withEvidence).rejects.toThrow('Last seen: { pids: [ 7 ] }')
})

test('a probe that never answers does not hold up the wait', async () => {
  const silent = () => new Promise<true>(() => {})
  await expect(waitUntil('an answer', silent, { limitMs: 1 })).rejects.toThrow(WaitTimeoutError)
})

test('a probe that throws ends the wait with its error', async () => {
  const broken = () => {
    throw new Error('broken probe')
  }
  await expect(waitUntil('anything', broken)).rejects.toThrow('broken probe')
})
