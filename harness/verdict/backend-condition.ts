/** What can be asked about a backend that is a program of its own, once something went wrong. */
export interface BackendCondition {
  readonly name: string
  /** How it ended, when it did; e.g. "exit code 1". */
  readonly ended: string | undefined
  /** Its last log lines. */
  readonly lastLines: readonly string[]
  /** Where it was told that the gateway is. */
  readonly sendAddress: string
  /** Asks its health endpoint; a short sentence such as "answers 200". */
  readonly health: () => Promise<string>
  /** Whether its readiness endpoint says that the gateway answers; `undefined` where it does not say. */
  readonly seesGateway: () => Promise<boolean | undefined>
}
