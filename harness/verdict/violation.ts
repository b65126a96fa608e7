import type { Party } from './party.ts'

export interface ViolationDetails {
  readonly party: Party
  /** What went wrong there, e.g. "lost between accepted and written". */
  readonly what: string
  readonly summary: string
  /** Streams whose part of the timeline is evidence. */
  readonly streams: readonly number[]
  /** What the timeline should have shown and did not, put at the end of the evidence. */
  readonly expected?: string
}

/** A clause does not hold, and the timeline says at whose door that lies. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly details: ViolationDetails

  constructor(details: ViolationDetails) {
    super(details.summary)
    this.details = details
  }
}
