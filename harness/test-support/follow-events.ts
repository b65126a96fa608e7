import type { SentEvent } from '../contract/payloads.ts'
import { traceEvents } from '../diagnosis/trace/event.ts'
import type { ViolationDetails } from '../diagnosis/violation.ts'
import { GATEWAY, received, type TimelineBuilder } from './timeline-builder.ts'

/** What is found where these events are expected on stream 1. */
export function follow(paper: TimelineBuilder, ...expected: SentEvent[]): ViolationDetails | undefined {
  return traceEvents(paper.timeline, GATEWAY, paper.followed(1), expected.map(received))?.details
}
