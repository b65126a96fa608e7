import type { Capabilities, ClauseId } from '../contract/index.ts'
import type { ExternalGateway, ViolationDetails } from '../diagnosis/index.ts'
import type { BackendMode } from '../scenario/scenario-record.ts'
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

/** The facts about a backend that is a program of its own, found at the same time. */
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
  /** The scenario was about sends, and the backend had never sent anything. */
  readonly lacksSends?: boolean
}

/** The parts of any recording: one scenario as it went, with all that is needed to judge it again. */
export interface RecordedScenario {
  readonly clause: ClauseId
  /** What sets the scenario apart from others of its clause. */
  readonly variant?: string
  /** The party that was judged, in words. */
  readonly target: string
  /** When it was played (ISO 8601), by which version of this program. */
  readonly playedAt: string
  readonly harness: string
  readonly gatewayAddress: string
  readonly entries: readonly Entry[]
  /** The place of the expectation that did not hold and ended the scenario, among the entries; 0 is the first. */
  readonly decisive?: number
  readonly failure?: RecordedFailure
  /** How the backend was found, where it failed and was a program of its own. */
  readonly backendThen?: RecordedBackend
}

/** A recorded scenario about a gateway. */
export interface GatewayRecording extends RecordedScenario {
  /** Of the gateway, as stated. */
  readonly capabilities: Capabilities
  /** The backend beside it, in words. */
  readonly backend?: string
  /** Where clients found the gateway. */
  readonly clientAddress: string
  /** Whether the backend answered by the script of the scenario. */
  readonly isScripted: boolean
  /** How the gateway was found, where it failed. */
  readonly gatewayThen?: RecordedGateway
}

/** A recorded scenario about a backend; the gateway address is that of the mock gateway. */
export interface BackendRecording extends RecordedScenario {
  /** Left out by versions up to 3, which kept no expectations of such scenarios. */
  readonly backendMode?: BackendMode
}

export type Recording = GatewayRecording | BackendRecording

export function isAboutGateway(recording: Recording): recording is GatewayRecording {
  return 'capabilities' in recording
}
