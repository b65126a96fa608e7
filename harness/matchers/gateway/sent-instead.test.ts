import { expect, test } from 'vitest'
import { sentInstead } from './sent-instead.ts'

const VERSION = { event: 'version', data: '{"version":"2"}' }

test('Blame a missing connection_open on the connect answer of the backend.', () => {
  const due = { event: 'connection_open', data: '{"status":"connected"}', alike: 'json' } as const
  expect(sentInstead(due, VERSION, [])).toEqual({
    what: 'connection-open-missing',
    summary: expect.stringMatching(
      /lacks the event "connection_open".*The first event is therefore the event "version"/,
    ),
  })
})

test('Report an event that is expected later as lost or out of order.', () => {
  const due = { event: 'version', data: '{"version":"1"}', alike: 'json' } as const
  const later = { ...VERSION, alike: 'json' } as const
  expect(sentInstead(due, VERSION, [later]).what).toBe('event-lost-or-out-of-order')
  expect(sentInstead(due, VERSION, []).what).toBe('event-wrong')
})
