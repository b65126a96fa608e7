import type { Health } from '../service/index.ts'

/** What can be asked about a backend that is a program of its own, once something went wrong. */
export interface BackendStatus {
  readonly name: string
  /** How it ended, when it did; e.g. "exit code 1". */
  readonly ended: string | undefined
  /** Its last log lines. */
  readonly lastLines: readonly string[]
  /** Where its HTTP endpoints are. */
  readonly address: string
  /** Where the gateway is for it. */
  readonly sendAddress: string
  /** Whether this program set that address; the caller or an external operator may have set another. */
  readonly isToldSendAddress: boolean
  /** Asks its health endpoint. */
  readonly health: () => Promise<Health>
  /** Whether it sends there: it has, or does when it is given cause to. */
  readonly sends: () => Promise<boolean>
  /**
   * Whether it finds the gateway there: something has come from it, if only a question for its health, or not, by its own
   * account. `undefined` where nothing has come and it does not say.
   */
  readonly findsGateway: () => Promise<boolean | undefined>
}
