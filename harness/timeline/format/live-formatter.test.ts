import { expect, test } from 'vitest'
import { TimelineBuilder } from '../../test-support/timeline-builder.ts'
import { nextMarker } from '../index.ts'
import { LiveFormatter } from './live-formatter.ts'

/** What is told while a timeline is written. */
function toldOf(write: (paper: TimelineBuilder) => void): string[] {
  const paper = new TimelineBuilder()
  const telling = new LiveFormatter(paper.timeline)
  const lines: string[] = []
  paper.timeline.follow(entry => {
    const line = telling.lineOf(entry)
    if (line !== undefined) lines.push(line.replace(/^ *\d+\.\d ms {2}/, ''))
  })
  write(paper)
  return lines
}

test('Show a send and its answer in separate lines, each when it came.', () => {
  const { event } = nextMarker()
  const lines = toldOf(({ timeline }) => {
    const send = { method: 'POST', address: 'http://127.0.0.1:1', raw: '{}' } as const
    const named = { name: 'task_event', data: '{}' }
    timeline.record({
      kind: 'send-request',
      send: 1,
      command: { token: 't', event: named },
      fence: false,
      ...send,
    })
    timeline.record({ kind: 'send-request', send: 2, command: { token: 't', event }, fence: true, ...send })
    timeline.record({ kind: 'send-response', send: 2, status: 200, body: '{"status":"ok"}' })
    timeline.record({ kind: 'send-response', send: 1, status: 404, body: '{"error":"gone"}' })
    timeline.record({ kind: 'send-failed', send: 1, reason: 'broken', why: 'ECONNRESET' })
  })
  expect(lines).toEqual([
    'backend → gateway   POST /internal/send  event: task_event  data: "{}"',
    'harness → gateway   POST /internal/send  fence#1',
    'gateway → harness   200  to fence#1',
    'gateway → backend   404 {"error":"gone"}  to event: task_event',
    'gateway → backend   ECONNRESET; no answer to event: task_event',
  ])
})

test('Show the output of the programs, without control characters.', () => {
  const lines = toldOf(({ timeline }) => {
    timeline.record({ kind: 'log', source: 'stdout', text: 'hello\u001b[31m' })
    timeline.record({ kind: 'log', source: 'stderr', text: '    at deep (in/a/trace.js:1:1)' })
    timeline.record({ kind: 'backend-log', text: 'Authorization: Bearer abc.def' })
  })
  expect(lines).toEqual([
    'gateway             stdout: hello\\x1b[31m',
    'backend             Authorization: [redacted]',
  ])
})

test('Show all other entries as in the evidence.', () => {
  const lines = toldOf(paper => paper.connect(1).answer(1).open(1))
  expect(lines).toEqual([
    'client  → gateway   GET /api/sse/tasks?task_id=1',
    expect.stringMatching(/^gateway → backend {3}POST connect {2}token /),
    'backend → gateway   200 {}',
    'gateway → client    200 text/event-stream',
  ])
})

test('Show the stream of a fence in one line.', () => {
  const lines = toldOf(paper => {
    const ask = { method: 'GET', url: '/fence?0123abcd-7', headers: {}, fence: true } as const
    paper.timeline.record({ kind: 'stream-request', stream: 8, ...ask })
    paper.timeline.record({ kind: 'stream-end', stream: 8, how: 'closed-by-client' })
    paper.disconnect(8, 'client_closed').answer(8)
  })
  expect(lines).toEqual([
    'harness             opens and closes a stream of its own (a fence); the gateway reports it',
  ])
})
