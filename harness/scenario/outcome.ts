import type { BackendFacts, Verdict } from '../diagnosis/index.ts'
import type { GatewaySession } from '../session/gateway-session.ts'
import type { Entry, Timeline } from '../timeline/index.ts'
import type { ScenarioRecord } from './scenario-record.ts'

/** Why a scenario did not go well. */
export interface Outcome {
  readonly verdict?: Verdict
  /** Why it could not be judged. */
  readonly notTestable?: string
}

/** Where a scenario is played. */
interface ScenarioEnvironment {
  readonly session: GatewaySession
  readonly timeline: Timeline
  readonly gatewayAddress: string
}

/** A scenario of any kind that is over, with everything still as it was at its last moment. */
export interface Completed {
  readonly timeline: Timeline
  /** What was recorded when it was judged. */
  readonly entries: readonly Entry[]
  /** When that was, in milliseconds since the timeline began. */
  readonly at: number
  /** What it ended with, where it did not go well. */
  readonly error: unknown
  /** `undefined` when it went well. */
  readonly verdict: Verdict | undefined
  /** The streams that the verdict is about; none when it names none. */
  readonly streams: readonly number[]
}

/** A scenario about a gateway that is over. */
export interface CompletedScenario extends Completed, ScenarioEnvironment {
  readonly world: ScenarioRecord
}

/** A scenario about a backend that is over. */
export interface CompletedBackendScenario extends Completed {
  /** Where the mock gateway is. */
  readonly gatewayAddress: string
  readonly facts: BackendFacts
}

/** Which clients made the requests of a scenario, and how many. */
export interface PlayedBy {
  /** The browser and its version. */
  readonly client: string
  readonly browser: number
  readonly other: number
}

/** Watches a scenario. */
export interface ScenarioObserver<Moment extends Completed = CompletedScenario> {
  /** Everything is ready, and nothing is recorded yet. */
  readonly begins?: (start: { readonly timeline: Timeline }) => void
  /** The scenario has ended, and what follows cleans up. */
  readonly ends?: () => void
  /** Takes the evidence of a scenario that went well. */
  readonly wentWell?: (evidence: readonly string[]) => void
  /** Which clients made the requests of the scenario, where a browser takes part. */
  readonly playedBy?: (use: PlayedBy) => void
  /** Nothing is closed or stopped before this is done. Not called of what could not be judged. */
  readonly judged?: (moment: Moment) => Promise<void>
}
