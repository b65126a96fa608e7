import { expect, test } from 'vitest'
import { markerIn, nextMarker } from './fence-marker.ts'

test('Every marker is an event with JSON data and an id of its own.', () => {
  const [first, second] = [nextMarker(), nextMarker()]
  expect(first.id).not.toBe(second.id)
  expect(first.event.name).toBe('fence')
  expect(JSON.parse(first.event.data)).toEqual({ fence: first.id })
})

test('A marker is recognised in the data it was sent with.', () => {
  const { id, event } = nextMarker()
  expect(markerIn(event.data)).toBe(id)
})

test('A marker is recognised inside an envelope.', () => {
  const { id, event } = nextMarker()
  expect(markerIn(`{"type":"${event.name}","payload":${event.data}}`)).toBe(id)
})

test('A marker is recognised even where a gateway makes a string of it, so that its scenarios need not wait.', () => {
  const { id, event } = nextMarker()
  expect(markerIn(`{"type":"${event.name}","payload":${JSON.stringify(event.data)}}`)).toBe(id)
})

test.each([
  '',
  'fence',
  '{"fence":"1"}',
  '{"fence":"abcdef01"}',
  '{"fence":"abcdef01-"}',
  '{"fence":"abcdef0-1"}',
  '{"fence":"ABCDEF01-1"}',
  '{"fence":"abcdef01-1 "}',
  '{"fences":"abcdef01-1"}',
  '{"fence":["abcdef01-1"]}',
])('%j is not a marker.', data => {
  expect(markerIn(data)).toBeUndefined()
})

test('Long data that happens to hold a marker is an event like any other.', () => {
  const { event } = nextMarker()
  expect(markerIn(`{"text":"${'x'.repeat(200)}","inner":${event.data}}`)).toBeUndefined()
})
