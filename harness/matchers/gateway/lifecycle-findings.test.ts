import { describe, expect, test } from 'vitest'
import type { ViolationDetails } from '../../diagnosis/violation.ts'
import { found } from '../../test-support/matcher-finding.ts'
import { opened, type TimelineBuilder } from '../../test-support/timeline-builder.ts'

const stream = { $stream: 1 }
const event = { data: 'x' }

test.each([
  ['toHaveEnded', [], 'stream-cut', 'stop-cuts-streams'],
  ['toBeReportedOnce', ['error'], 'disconnect-callback-missing', 'stop-unreported'],
])(
  'A stream that was cut before the stop signal of the gateway is not a consequence of it (%s).',
  (matcher, args, before, after) => {
    const signal = ({ timeline }: TimelineBuilder): void =>
      void timeline.record({ kind: 'gateway-handled', text: 'sends SIGTERM', signal: 'SIGTERM' })
    const early = opened().end(1, 'reset')
    signal(early)
    expect(found(early, matcher, stream, args)?.what).toBe(before)
    const late = opened()
    signal(late)
    expect(found(late.end(1, 'reset'), matcher, stream, args)?.what).toBe(after)
  },
)

test('Report missing heartbeats.', () => {
  const violation = found(opened(), 'toHaveHeartbeats', stream, [2, { intervalMs: 1_000 }])
  expect(violation).toMatchObject({ party: 'gateway', what: 'heartbeat-missing' })
})

describe('Name what came instead of heartbeats', () => {
  const missing = (paper: TimelineBuilder): ViolationDetails | undefined =>
    found(paper, 'toHaveHeartbeats', stream, [2, { intervalMs: 1_000 }])

  test('events that the backend never sent.', () => {
    const violation = missing(opened().deliver(1, { data: 'beat' }))
    expect(violation).toMatchObject({ what: 'heartbeat-as-event' })
    expect(violation?.summary).toContain('It sent an event instead, which the backend never sent.')
  })

  test('nothing.', () => {
    expect(missing(opened())?.summary).toMatch(/every 1000 ms\. It sent nothing else either\.$/)
  })

  test.each<[string, TimelineBuilder]>([
    ['what the backend sent', opened().send(1, { event }).deliver(1, event)],
    ['the opening signal of another edition', opened().deliver(1, { name: 'ready', data: '' })],
  ])('%s.', (_what, paper) => {
    const violation = missing(paper)
    expect(violation).toMatchObject({ what: 'heartbeat-missing' })
    expect(violation?.summary).toMatch(/every 1000 ms\.$/)
  })
})
