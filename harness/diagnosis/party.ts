/**
 * At whose door a failure lies. `configuration` is whoever starts and wires the two; `undecided` is said rather than guessed.
 */
export type Party = ResponsibleParty | 'undecided'

/** Whom a failure can be laid at the door of. */
export type ResponsibleParty = 'gateway' | 'backend' | 'network' | 'harness' | 'configuration'
