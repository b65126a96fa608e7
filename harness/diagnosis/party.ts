/**
 * The party at fault. `configuration` means the settings of gateway and backend; `deployment` what surrounds them (reverse
 * proxy, image, scrape); `frontend` a page that is a client; `undecided` means that the record fits two parties.
 */
export type Party = ResponsibleParty | 'undecided'

/** The parties that can be at fault. */
export type ResponsibleParty =
  | 'gateway'
  | 'backend'
  | 'network'
  | 'harness'
  | 'configuration'
  | 'deployment'
  | 'frontend'
