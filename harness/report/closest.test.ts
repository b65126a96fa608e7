import { expect, test } from 'vitest'
import { didYouMean } from './closest.ts'

test('The nearest candidate is offered when it is near.', () => {
  expect(didYouMean('resaon', ['clause', 'reason', 'link'])).toBe(' (did you mean "reason"?)')
  expect(didYouMean('send/in-ordr', ['send/in-order', 'send/close'])).toBe(' (did you mean "send/in-order"?)')
})

test('Nothing is offered when nothing is near.', () => {
  expect(didYouMean('severity', ['clause', 'reason', 'link'])).toBe('')
  expect(didYouMean('x', [])).toBe('')
})
