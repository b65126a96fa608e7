import { expect, test } from 'vitest'
import { TimelineBuilder, tokenOf } from '../../test-support/timeline-builder.ts'
import type { Observation } from '../../timeline/index.ts'
import { causeOfEnd } from './end-cause.ts'

const CLOSED_AT = 10

/** Two open streams, the first of which the backend closes; and the ends of both, if they come. */
function closedFirst(firstEnds: number | undefined, secondEnds: number): ReturnType<typeof causeOfEnd> {
  const paper = new TimelineBuilder().connect(1).answer(1).open(1).connect(2).answer(2).open(2)
  const at = (ms: number, observation: Observation): void =>
    void paper.timeline.restore({ ...observation, at: CLOSED_AT * 1_000 + ms })
  at(0, {
    kind: 'send-request',
    method: 'POST',
    send: 1,
    address: 'http://127.0.0.1:3000',
    command: { token: tokenOf(1), close: true },
    raw: '',
    fence: false,
  })
  if (firstEnds !== undefined) at(firstEnds, { kind: 'stream-end', stream: 1, how: 'clean' })
  at(secondEnds, { kind: 'stream-end', stream: 2, how: 'reset' })
  return causeOfEnd(paper.timeline, { number: 2, token: tokenOf(2) })
}

test.each([
  ['in its place', undefined, 5],
  ['before it', 7, 5],
  ['together with it', 4, 5],
])('A stream that ends %s when another one is closed is ended by that close.', (_when, first, second) => {
  expect(closedFirst(first, second)?.what).toBe('close-on-wrong-stream')
})

test('A stream that ends long after the closed one has ended is not ended by that close.', () => {
  expect(closedFirst(1, 4_000)).toBeUndefined()
})
