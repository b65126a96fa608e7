import type { FindingOf } from './findings/index.ts'
import type { Party, ResponsibleParty } from './verdict.ts'

interface Circumstances {
  readonly summary: string
  /** Streams whose part of the timeline is evidence. */
  readonly streams: readonly number[]
  /** The missing entry, put at the end of the evidence. */
  readonly expected?: string
}

/** A finding about one party. */
type AttributedFinding<At extends ResponsibleParty> = Circumstances & {
  readonly party: At
  /** What went wrong there, by its id without the party, e.g. `event-lost-after-accept`. */
  readonly what: FindingOf<At>
}

/** A finding of which the record does not show which of two parties is at fault. */
export type Undecided = Circumstances & {
  readonly party: 'undecided'
  readonly between: readonly [ResponsibleParty, ResponsibleParty]
  readonly what: FindingOf<'undecided'>
}

/** A finding and the party at fault. A finding that is not in the table of its party does not compile. */
export type ViolationDetails =
  | { readonly [At in ResponsibleParty]: AttributedFinding<At> }[ResponsibleParty]
  | Undecided

export type DetailsOf<At extends Party> = Extract<ViolationDetails, { readonly party: At }>

/** A clause does not hold, and the timeline shows which party is at fault. */
export class ViolationError extends Error {
  override readonly name = 'ViolationError'
  readonly details: ViolationDetails

  constructor(details: ViolationDetails) {
    super(details.summary)
    this.details = details
  }
}

type Fault<At extends Party> = Omit<DetailsOf<At>, 'party' | 'streams'>

/** The streams on which something shows: one, or several by their numbers. */
type Shown = { readonly number: number } | readonly number[]

/** @param on the streams whose part of the timeline is evidence */
export function gatewayFault(on: Shown, found: Fault<'gateway'>): ViolationError {
  return new ViolationError({ party: 'gateway', streams: numbersOf(on), ...found })
}

/** @param on the streams whose part of the timeline is evidence */
export function backendFault(on: Shown, found: Fault<'backend'>): ViolationError {
  return new ViolationError({ party: 'backend', streams: numbersOf(on), ...found })
}

/** @param on the streams whose part of the timeline is evidence */
export function frontendFault(on: Shown, found: Fault<'frontend'>): ViolationError {
  return new ViolationError({ party: 'frontend', streams: numbersOf(on), ...found })
}

function numbersOf(on: Shown): readonly number[] {
  return 'number' in on ? [on.number] : on
}
