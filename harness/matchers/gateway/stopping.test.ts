import { expect, test } from 'vitest'
import { TimelineBuilder } from '../../test-support/timeline-builder.ts'
import { isEndOfStop } from './stopping.ts'

const paper = (): TimelineBuilder => new TimelineBuilder()

function signal(on: TimelineBuilder): TimelineBuilder {
  on.timeline.record({ kind: 'gateway-handled', text: 'sends SIGTERM to the gateway', signal: 'SIGTERM' })
  return on
}

function restart(on: TimelineBuilder): TimelineBuilder {
  on.timeline.record({ kind: 'gateway-handled', text: 'starts the gateway again', restarts: true })
  return on
}

test.each<[string, boolean, TimelineBuilder]>([
  ['after the signal', true, signal(paper().ask(1)).end(1, 'reset')],
  ['not yet after the signal', true, signal(paper().ask(1))],
  ['before the signal', false, signal(paper().ask(1).end(1, 'reset'))],
  ['without a signal', false, paper().ask(1).end(1, 'reset')],
  ['by the stop before a restart', true, restart(signal(paper().ask(1)).end(1, 'reset'))],
  ['later than the restart that follows its stop', true, restart(signal(paper().ask(1))).end(1, 'reset')],
  ['on the gateway that was started again', false, restart(signal(paper())).ask(1).end(1, 'reset')],
  ['by the second stop', true, signal(restart(signal(paper())).ask(1)).end(1, 'reset')],
  ['on a gateway that was asked when it was stopping', true, signal(paper()).ask(1).end(1, 'reset')],
])('A stream that ended %s: %s', (_when, expected, { timeline }) => {
  expect(isEndOfStop(timeline, 1)).toBe(expected)
})
