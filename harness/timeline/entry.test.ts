import { expect, test } from 'vitest'
import { sameEvent } from './entry.ts'

test('A received event is the sent one when name and data agree.', () => {
  const sent = { name: 'version', data: '1' }
  expect(sameEvent({ event: 'version', data: '1' }, sent)).toBe(true)
  expect(sameEvent({ event: 'version', data: '2' }, sent)).toBe(false)
  expect(sameEvent({ event: 'Version', data: '1' }, sent)).toBe(false)
})

test('An event that was sent without a name is received as a message.', () => {
  const received = { event: 'message', data: '1' }
  expect(sameEvent(received, { data: '1' })).toBe(true)
  expect(sameEvent(received, { name: '', data: '1' })).toBe(true)
  expect(sameEvent({ event: '', data: '1' }, { data: '1' })).toBe(false)
})
