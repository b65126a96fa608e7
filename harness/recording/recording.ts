import type { Capabilities, ClauseId } from '../contract/index.ts'
import type { ExternalGateway, ViolationDetails } from '../diagnosis/index.ts'
import type { Health } from '../service/index.ts'
import type { Entry } from '../timeline/index.ts'

/** Why a scenario did not go well, where no expectation in the record says so. */
export type RecordedFailure =
  | { readonly name: 'Violation'; readonly details: ViolationDetails }
  | {
      readonly name: 'WaitExpired'
      readonly waitedFor: string
      readonly limitMs: number
      readonly lastSeen: string
      readonly eventLoopStalled?: true
    }
  | { readonly name: 'NotTestable' | 'Error'; readonly message: string }

/** What the gateway was found to be like when the scenario had failed. */
export interface RecordedGateway {
  readonly ended?: string
  readonly lastLines: readonly string[]
  readonly health: Health
  /** Of one that somebody else runs. */
  readonly foreign?: ExternalGateway
  readonly blockedOn?: 'stdout' | 'stderr'
}

/** The same of a backend that is a program of its own. */
export interface RecordedBackend {
  readonly name: string
  readonly ended?: string
  readonly lastLines: readonly string[]
  readonly address: string
  readonly sendAddress: string
  readonly isToldSendAddress: boolean
  readonly health: Health
  readonly sends?: boolean
  readonly findsGateway?: boolean
}

/** One scenario as it went, with all that is needed to judge it again. */
export interface Recording {
  readonly clause: ClauseId
  /** What sets the scenario apart from others of its clause. */
  readonly variant?: string
  /** Of the gateway, as stated. */
  readonly capabilities: Capabilities
  /** Who was judged, and beside which backend, in words. */
  readonly target: string
  readonly backend?: string
  /** When it was played (ISO 8601), by which version of this program. */
  readonly playedAt: string
  readonly harness: string
  readonly gatewayAddress: string
  /** Where clients found the gateway. */
  readonly clientAddress: string
  /** Whether the backend answered as the scenario told it to. */
  readonly isScripted: boolean
  readonly entries: readonly Entry[]
  /** The place of the expectation that did not hold and ended the scenario, among the entries; 0 is the first. */
  readonly decisive?: number
  readonly failure?: RecordedFailure
  /** How gateway and backend stood, where it failed. */
  readonly gatewayThen?: RecordedGateway
  readonly backendThen?: RecordedBackend
}
