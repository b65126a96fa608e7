/**
 * At whose door a failure lies. `set-up` is whoever starts and wires the two; `undecided` is said rather than guessed.
 */
export type Party = Decided | 'undecided'

/** Whom a failure can be laid at the door of. */
export type Decided = 'gateway' | 'backend' | 'network' | 'harness' | 'set-up'
