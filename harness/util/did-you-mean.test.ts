import { expect, test } from 'vitest'
import { didYouMean } from './did-you-mean.ts'

test('The nearest candidate is offered when it is near.', () => {
  expect(didYouMean('resaon', ['clause', 'reason', 'link'])).toBe(' (did you mean "reason"?)')
  expect(didYouMean('send/in-ordr', ['send/in-order', 'send/close'])).toBe(' (did you mean "send/in-order"?)')
})

test('A part of a name, or its last part, is near.', () => {
  const clauses = ['send/in-order', 'connect/response-event-first']
  expect(didYouMean('response-event', clauses)).toBe(' (did you mean "connect/response-event-first"?)')
  expect(didYouMean('sending-of-events/in-order', clauses)).toBe(' (did you mean "send/in-order"?)')
})

test('Of several that are near, as many are offered as are asked for.', () => {
  const near = ['send/close', 'send/close-event', 'send/closes']
  expect(didYouMean('close', near, 2)).toBe(' (did you mean "send/close" or "send/close-event"?)')
})

test('Nothing is offered when nothing is near.', () => {
  expect(didYouMean('severity', ['clause', 'reason', 'link'])).toBe('')
  expect(didYouMean('x', [])).toBe('')
})
