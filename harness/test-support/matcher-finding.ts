import { capabilitiesOf, type Edition } from '../contract/index.ts'
import { type ViolationDetails, ViolationError } from '../diagnosis/violation.ts'
import { rejudge } from '../matchers/registry.ts'
import '../matchers/gateway/all.ts'
import type { RecordedValue } from '../timeline/index.ts'
import { GATEWAY, type TimelineBuilder } from './timeline-builder.ts'

/** What a matcher finds in a timeline that was written by hand. */
export function found(
  { timeline }: TimelineBuilder,
  matcher: string,
  subject: RecordedValue,
  args: readonly RecordedValue[] = [],
  edition: Edition = 'callback-events',
): ViolationDetails | undefined {
  const capabilities = capabilitiesOf(edition)
  const world = { timeline, gatewayAddress: GATEWAY, clientAddress: GATEWAY, capabilities, isScripted: true }
  try {
    rejudge({ kind: 'expectation', at: 0, matcher, subject, args }, world)
    return undefined
  } catch (error) {
    if (error instanceof ViolationError) return error.details
    throw error
  }
}
