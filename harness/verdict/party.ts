/**
 * At whose door a failure lies. `set-up` is whoever starts and wires the two; `undecided` is said rather than guessed.
 */
export type Party = 'gateway' | 'backend' | 'network' | 'harness' | 'set-up' | 'undecided'

/** The stations of an event on its way from the backend to the client's code. */
export type Hop = 'produced' | 'accepted' | 'written' | 'parsed'

/** What a failed scenario comes to. */
export interface Verdict {
  readonly party: Party
  /** E.g. "gateway at fault: lost between accepted and written". */
  readonly headline: string
  /** One to three sentences that a person of either team can check against the evidence. */
  readonly summary: string
  /** Lines of the timeline, secrets removed and control characters made visible. */
  readonly evidence: readonly string[]
}
