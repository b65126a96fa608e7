import type { BackendTarget } from '../backend/index.ts'
import { type Capabilities, capabilitiesOf, DEFAULT_EDITION, type Edition } from '../contract/index.ts'
import { referenceTarget, type Target } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { DEFAULT_LIMIT_MS } from '../timeline/index.ts'
import type { Edge, NetworkFault } from '../wire/proxy/index.ts'

/** The scenarios whose timelines are kept; `failed` are those whose clause is not known to fail. */
export const SAVED_WHICH = ['failed', 'failed-and-known', 'all'] as const

type SavedWhich = (typeof SAVED_WHICH)[number]

/** Who was judged, and by which version of this program: in words. */
export interface Provenance {
  readonly target: string
  readonly backend?: string
  readonly harness: string
}

/** Where a gate keeps timelines, and which. Plain data. */
export interface SavedTimelines {
  /** Absolute; it is there. */
  readonly directory: string
  readonly of: SavedWhich
  /** The clauses that are known to fail. */
  readonly known: readonly string[]
  readonly provenance: Provenance
  /** The number of the run, where there are several. */
  readonly run?: number
}

/** What a gate tells its workers. Plain data. */
export interface GatewayRunSettings {
  readonly target: Target
  /** What the gateway is stated to be able to do. */
  readonly capabilities: Capabilities
  /** Clauses to look at; all that are about such a gateway when left out. */
  readonly only?: readonly string[]
  /** Leave out the clauses whose contract is time itself. */
  readonly fast: boolean
  /** What was seen is told of scenarios that pass as well. */
  readonly keepsEvidence?: true
  /** Timelines are saved. */
  readonly timelines?: SavedTimelines
  /** The bound of every wait, in milliseconds. */
  readonly limitMs: number
  readonly readyLimitMs: number
  /** Where our backend listens and under which name the gateway reaches it. */
  readonly callbackHost: string
  /** 0 takes any free port. */
  readonly callbackPort: number
  /** Who plays the backend where no script is needed; the mock one when left out. */
  readonly backend?: BackendTarget
  /** Where we listen for the sends of a backend that runs already; any free port when left out. */
  readonly sendPort?: number
  /** What the caller told gateway and backend and must not be shown. */
  readonly secrets?: readonly string[]
  /** Edges that are led over a tap though nobody needs one. */
  readonly taps?: readonly Edge[]
  /** How the network between the parties misbehaves. */
  readonly network?: readonly NetworkFault[]
  /** How long a backend may take to start, in milliseconds. */
  readonly backendReadyLimitMs?: number
}

declare module 'vitest' {
  interface ProvidedContext {
    gate: GatewayRunSettings | undefined
  }
}

/** What holds when the scenarios are run by vitest alone: the bundled reference gateway. */
export function defaultSettings(edition: Edition = DEFAULT_EDITION): GatewayRunSettings {
  return {
    target: referenceTarget({ edition, environment: inheritedEnvironment() }),
    capabilities: capabilitiesOf(edition),
    fast: false,
    limitMs: DEFAULT_LIMIT_MS,
    readyLimitMs: 15_000,
    callbackHost: '127.0.0.1',
    callbackPort: 0,
  }
}
