/** An event as a scenario writes it down. */
export interface ExpectedEvent {
  /** `message` when left out. */
  readonly event?: string
  readonly data: string
  /**
   * What data that a backend produced has to have in common with it: the JSON value, however it is laid out; or the
   * members of the JSON object, with others beside them. Every byte when left out.
   */
  readonly alike?: 'json' | 'json-members'
  /** One or more of them, one behind the other. */
  readonly repeated?: true
}
