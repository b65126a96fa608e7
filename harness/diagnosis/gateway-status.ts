import type { Health } from '../service/index.ts'

/** What can be asked about the gateway once something went wrong. */
export interface GatewayStatus {
  /** How it ended, when it did; e.g. "exit code 1". */
  readonly ended: string | undefined
  /** Its last log lines. */
  readonly lastLines: readonly string[]
  /** Asks `/healthz`. */
  readonly health: () => Promise<Health>
  /** Which of its outputs it is stuck writing to, when it is. */
  readonly blockedOn: () => Promise<'stdout' | 'stderr' | undefined>
  /** What is known of an external gateway; left out for one that this program started. */
  readonly foreign?: ExternalGateway
}

/** A gateway that this program did not start or configure. */
export interface ExternalGateway {
  readonly address: string
  /** Where its callbacks should go, without what is secret in it. */
  readonly callbackAddress: string
  /** Whether anything has ever come from it there. */
  readonly hasCalledBack: boolean
}
