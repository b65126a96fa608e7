import { expect, test } from 'vitest'
import { type Observation, Timeline } from '../../timeline/index.ts'
import { StreamView } from './stream-view.ts'

const URL_42 = '/api/sse/tasks?task_id=42'
const EVENT = { event: 'version', data: '{"version":"1"}', lastEventId: '' }
const FENCE = { event: 'fence', data: '{"fence":"0123abcd-1"}', lastEventId: '' }
const READY = { event: 'ready', data: '', lastEventId: '', signal: true as const }

const OPENED: readonly Observation[] = [
  { kind: 'stream-request', stream: 7, method: 'GET', url: URL_42, headers: { accept: 'text/event-stream' } },
  {
    kind: 'callback-request',
    call: 1,
    stream: 7,
    payload: { action: 'connect', token: 'abc', request: { url: URL_42, headers: {} } },
    method: 'POST',
    target: '/',
    contentType: 'application/json',
  },
  { kind: 'stream-response', stream: 7, status: 200, headers: { 'content-type': 'text/event-stream' } },
]

function recorded(...observations: readonly Observation[]): Timeline {
  const timeline = new Timeline()
  for (const observation of observations) timeline.record(observation)
  return timeline
}

test('A view of a stream shows what any client has written into the timeline.', () => {
  const timeline = recorded(...OPENED)
  const view = new StreamView(timeline, 7)
  expect(view).toMatchObject({ target: URL_42, status: 200, isOpen: true, token: 'abc', ended: undefined })
  for (const event of [READY, EVENT, FENCE]) {
    timeline.record({ kind: 'stream-bytes', stream: 7, bytes: Buffer.from(`data: ${event.data}\n\n`) })
    timeline.record({ kind: 'stream-written', stream: 7, event })
    timeline.record({ kind: 'stream-event', stream: 7, event })
  }
  timeline.record({ kind: 'stream-comment', stream: 7, text: 'heartbeat' })
  timeline.record({ kind: 'stream-event', stream: 8, event: EVENT })
  expect(view.dispatched).toEqual([READY, EVENT, FENCE])
  expect(view.written).toEqual([READY, EVENT, FENCE])
  expect([view.received, view.writtenEvents]).toEqual([[EVENT], [EVENT]])
  expect(view.comments).toEqual(['heartbeat'])
  expect(view.body.toString()).toBe('data: \n\ndata: {"version":"1"}\n\ndata: {"fence":"0123abcd-1"}\n\n')
  expect([view.hasSeen('0123abcd-1'), view.hasSeen('0123abcd-2')]).toEqual([true, false])
  timeline.record({ kind: 'stream-end', stream: 7, how: 'clean' })
  expect(view).toMatchObject({ isOpen: false, ended: { how: 'clean', detail: undefined } })
})

test('Reading a view searches and copies nothing.', () => {
  const timeline = recorded(...OPENED)
  const view = new StreamView(timeline, 7)
  timeline.record({ kind: 'stream-event', stream: 7, event: EVENT })
  timeline.record({ kind: 'stream-bytes', stream: 7, bytes: Buffer.from('a') })
  timeline.record({ kind: 'stream-bytes', stream: 7, bytes: Buffer.from('b') })
  expect(view.received).toBe(view.received)
  expect(view.dispatched).toBe(view.dispatched)
  expect(view.body).toBe(view.body)
})

test('A timeline without a stream has no view of it.', () => {
  expect(StreamView.in(recorded(...OPENED), 7)?.target).toBe(URL_42)
  expect(StreamView.in(recorded(...OPENED), 8)).toBeUndefined()
})
