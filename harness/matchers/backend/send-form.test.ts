import { expect, test } from 'vitest'
import {
  closeOnPaper,
  sendOnPaper,
  taskEventOnPaper,
  versionOnPaper,
} from '../../test-support/send-builder.ts'
import { flawInForm } from './send-form.ts'

test.each([
  ['an event', versionOnPaper('1')],
  ['an event with close', closeOnPaper('task_completed')],
  ['a close', sendOnPaper({ close: true })],
  ['an event of a task', taskEventOnPaper('task_started')],
])('In form: %s.', (_what, received) => {
  expect(flawInForm(received)).toBeUndefined()
})

test('Report a command that a gateway refuses.', () => {
  expect(flawInForm(versionOnPaper('1', 200, { contentType: 'text/plain' }))).toEqual({
    what: 'send-malformed',
    summary: expect.stringContaining('its Content-Type is text/plain. A gateway refuses that.'),
  })
  expect(flawInForm(sendOnPaper({}))?.summary).toContain('it has neither an event nor a close')
})

test('Report an event that lacks a field.', () => {
  const data = JSON.stringify({ event_type: 'task_started', task_id: 't', data: null })
  const flaw = flawInForm(sendOnPaper({ event: { name: 'task_event', data } }))
  expect(flaw?.what).toBe('event-field-missing')
  expect(flaw?.summary).toMatch(
    /timestamp is missing\. Every task_event has event_type, task_id, timestamp and data/,
  )
  expect(flaw?.summary).not.toContain('gateway')
})

test('Report data of a wrong type and an unknown event.', () => {
  const what = 'event-data-malformed'
  expect(flawInForm(sendOnPaper({ event: { name: 'version', data: '{"version":1}' } }))?.what).toBe(what)
  expect(flawInForm(sendOnPaper({ event: { name: 'greeting', data: '{}' } }))?.what).toBe(what)
})
