import type { ReceivedEvent } from '../../timeline/index.ts'

/** An expected event or one that arrived, with its envelope where it had one. */
export type EventOnStream = Pick<ReceivedEvent, 'event' | 'data'> & Partial<Pick<ReceivedEvent, 'enveloped'>>

/** The first place in which two sequences of events differ. */
export function firstDifference(
  actual: readonly EventOnStream[],
  expected: readonly EventOnStream[],
): number | undefined {
  for (let index = 0; index < Math.max(actual.length, expected.length); index += 1) {
    const left = actual[index]
    const right = expected[index]
    if (left === undefined || right === undefined || !equal(left, right)) return index
  }
  return undefined
}

/** How often an event stands in a sequence. */
export function occurrences(events: readonly EventOnStream[], wanted: EventOnStream): number {
  return events.filter(event => equal(event, wanted)).length
}

function equal(left: EventOnStream, right: EventOnStream): boolean {
  return left.event === right.event && left.data === right.data
}
