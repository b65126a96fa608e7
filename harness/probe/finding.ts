import { printable } from '../diagnosis/index.ts'

/** The probed capabilities, in the order in which they are printed: the basis first. */
export const CAPABILITY_IDS = [
  'send',
  'close',
  'disconnect',
  'connect-event',
  'connect-close',
  'send-during-connect',
  'named-event',
  'opening-signal',
  'error-form',
  'refusal',
  'cross-origin',
] as const

export type CapabilityId = (typeof CAPABILITY_IDS)[number]

/** `broken`: works in part, or otherwise than in any edition. `not-seen`: it could not be looked at. */
export type State = 'present' | 'absent' | 'broken' | 'not-seen'

/** What a look at one capability found. It judges nothing. */
export interface Finding {
  readonly capability: CapabilityId
  readonly state: State
  /** Which of its forms, for a capability that has several; named as in `Capabilities`. */
  readonly form?: string
  /** Begins with a capital and ends with a full stop; printable. */
  readonly sentence: string
  /** The decisive lines of the wire, printable. */
  readonly evidence: readonly string[]
}

/** What kept a capability from being seen: `message` says it as a clause, without a full stop. */
export class ProbeInconclusiveError extends Error {
  override readonly name = 'ProbeInconclusiveError'
  readonly evidence: readonly string[]

  constructor(reason: string, evidence: readonly string[] = []) {
    super(reason)
    this.evidence = evidence
  }
}

/** The finding for a capability that could not be looked at. */
export function notSeen(capability: CapabilityId, { message, evidence }: ProbeInconclusiveError): Finding {
  return { capability, state: 'not-seen', sentence: `It could not be seen: ${printable(message)}.`, evidence }
}

/** A sentence as part of another one. */
export function asClause(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')
}
