import { expect, test } from 'vitest'
import { differenceOf } from './shadow-client.ts'

const event = (data: string) => ({ event: 'message', data, lastEventId: '' })

test('What one client has not dispatched yet is no difference, unless the stream is over.', () => {
  const [one, two] = [[event('1')], [event('1'), event('2')]]
  expect(differenceOf(one, two, false)).toBeUndefined()
  expect(differenceOf(one, two, true)).toEqual({ place: 1, browser: undefined, other: event('2') })
  expect(differenceOf(two, one, true)).toEqual({ place: 1, browser: event('2'), other: undefined })
})

test.each([
  { ...event('1'), data: 'x' },
  { ...event('1'), event: 'x' },
  { ...event('1'), lastEventId: 'x' },
])('The first event that differs is named: %j.', other => {
  expect(differenceOf([event('0'), event('1')], [event('0'), other], false)).toEqual({
    place: 1,
    browser: event('1'),
    other,
  })
})
