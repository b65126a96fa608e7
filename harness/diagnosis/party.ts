/**
 * The party at fault. `set-up` is the configuration of the two; `undecided` means that the record fits two parties.
 */
export type Party = ResponsibleParty | 'undecided'

/** The parties that can be at fault. */
export type ResponsibleParty = 'gateway' | 'backend' | 'network' | 'harness' | 'configuration'
