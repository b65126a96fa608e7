import { markerIn, type ReceivedEvent } from '../timeline/index.ts'
import type { Stream } from '../wire/sse-client/index.ts'
import type { ProbeEvent } from './probe-session.ts'

/** What was seen of a stream whose connect callback was answered with an event. */
export interface Opened {
  /** The event in the connect answer. */
  readonly greeting: ProbeEvent
  /** As they are on the wire, without our markers. */
  readonly events: readonly ReceivedEvent[]
  readonly evidence: readonly string[]
}

/** The events on a stream's wire that are not our markers. */
export function eventsOn(stream: Stream): ReceivedEvent[] {
  return stream.written.filter(({ data }) => markerIn(data) === undefined)
}

/** Where an event of the probe came among others; -1 if it did not. */
export function placeOf({ word }: ProbeEvent, events: readonly ReceivedEvent[]): number {
  return events.findIndex(({ data }) => data.includes(word))
}
