import { describe, expect, test } from 'vitest'
import { linesOf, linesOfAll } from '../../test-support/evidence-lines.ts'
import { TimelineBuilder } from '../../test-support/timeline-builder.ts'
import type { Observation } from '../index.ts'

function bytes(stream: number, text: string): Observation {
  return { kind: 'stream-bytes', stream, bytes: Buffer.from(text) }
}

describe('A line of evidence', () => {
  test.each<[string, Observation, string]>([
    [
      'a response without a content type',
      { kind: 'stream-response', stream: 1, status: 503, headers: {} },
      'gateway → client    503 no Content-Type',
    ],
    ['bytes that belong to no stream', bytes(1, '{"error":1}'), `gateway → client    '{"error":1}'`],
    [
      'an end with its cause',
      { kind: 'stream-end', stream: 1, how: 'reset', detail: 'ECONNRESET' },
      'gateway → client    end of stream: reset (ECONNRESET)',
    ],
    [
      'a client that left',
      { kind: 'stream-end', stream: 1, how: 'closed-by-client' },
      'client  → gateway   closes the stream',
    ],
    [
      'a client that was cut off',
      { kind: 'stream-end', stream: 1, how: 'reset-by-client' },
      'client  → gateway   resets the connection',
    ],
    [
      'a callback without an answer',
      { kind: 'callback-unanswered', call: 1, by: 'backend', why: 'the backend cut the connection' },
      'backend → gateway   the backend cut the connection',
    ],
    [
      'another request to the backend',
      { kind: 'backend-request', method: 'POST', target: '/elsewhere' },
      'gateway → backend   POST /elsewhere',
    ],
    [
      'an exit',
      { kind: 'gateway-exited', code: 7, signal: null },
      'gateway             ended with exit code 7',
    ],
    [
      'a death by signal',
      { kind: 'gateway-exited', code: null, signal: 'SIGKILL' },
      'gateway             ended with signal SIGKILL',
    ],
    [
      'a comment',
      { kind: 'stream-comment', stream: 1, text: 'heartbeat' },
      'gateway → client    comment "heartbeat"',
    ],
  ])('shows %s.', (_what, observation, line) => {
    expect(linesOfAll(observation)).toEqual([line.replaceAll('\\"', '"')])
  })

  test('shows why a send got no answer.', () => {
    const paper = new TimelineBuilder().sendRaw(
      { token: 'x', close: true },
      { fate: { failed: 'ECONNREFUSED' } },
    )
    expect(linesOf(paper.timeline)).toEqual(['backend → gateway   POST /internal/send  close  ECONNREFUSED'])
  })

  test('shows a send without an event as it was sent.', () => {
    const paper = new TimelineBuilder().sendRaw({ token: 5 }, { fate: 400 })
    expect(linesOf(paper.timeline)).toEqual([
      `backend → gateway   POST /internal/send  '{"token":5}'  400 {}`,
    ])
  })
})

test('Show the bytes of an event stream once, as events.', () => {
  const paper = new TimelineBuilder().connect(1).answer(1).open(1)
  paper.timeline.record(bytes(1, 'data: 1\n\n'))
  expect(linesOf(paper.deliver(1, { data: '1' }).timeline).filter(line => line.includes('client '))).toEqual([
    'client  → gateway   GET /api/sse/tasks?task_id=1',
    'gateway → client    200 text/event-stream',
    'gateway → client    data: "1"',
  ])
})

describe('Log lines', () => {
  const stdout: Observation = { kind: 'log', source: 'stdout', text: 'listening' }
  const stderr: Observation = { kind: 'log', source: 'stderr', text: 'TypeError: boom' }

  test('On stderr they are shown, without blank lines and the inner lines of stack traces.', () => {
    expect(
      linesOfAll(
        stdout,
        stderr,
        { ...stderr, text: '  ' },
        { ...stderr, text: '    at open (gateway.js:1:2)' },
      ),
    ).toEqual(['gateway             stderr: TypeError: boom'])
  })

  test('On stdout they are shown once the gateway died.', () => {
    expect(linesOfAll(stdout, { kind: 'gateway-exited', code: 1, signal: null })[0]).toBe(
      'gateway             stdout: listening',
    )
  })
})
