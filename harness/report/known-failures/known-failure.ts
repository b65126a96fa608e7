import type { Capabilities, ClauseId, Edition } from '../../contract/index.ts'

/** A clause that a gateway is known to break, and why that is accepted for now. */
export interface KnownFailure {
  readonly clause: ClauseId
  readonly reason: string
  /** The issue that follows it up. */
  readonly link?: string
  /** The last day it holds, `YYYY-MM-DD` in UTC. */
  readonly expires?: string
}

/** Whether an entry excuses a failure at this time. */
export function isInForce({ expires }: Pick<KnownFailure, 'expires'>, now: Date): boolean {
  return expires === undefined || expires >= now.toISOString().slice(0, 10)
}

/** Who a list is for. */
export type RunTarget = 'backend' | 'scraped-backend' | 'deployment' | StatedEdition

/** What the caller states of the gateway. */
interface StatedEdition {
  readonly edition: Edition
  readonly capabilities: Capabilities
}
