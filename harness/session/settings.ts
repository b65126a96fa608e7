import type { BackendTarget } from '../backend/index.ts'
import { type Capabilities, capabilitiesOf, DEFAULT_EDITION, type Edition } from '../contract/index.ts'
import { referenceTarget, type Target } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { DEFAULT_LIMIT_MS } from '../timeline/index.ts'
import type { BrowserSettings } from '../wire/browser/index.ts'
import type { Edge, NetworkFault } from '../wire/proxy/index.ts'
import type { RunSettings } from './run-settings.ts'

/** The settings of a run that judges a gateway. Plain data. */
export interface GatewayRunSettings extends RunSettings {
  readonly target: Target
  /** What the gateway is stated to be able to do. */
  readonly capabilities: Capabilities
  /** What was seen is told of scenarios that pass as well. */
  readonly keepsEvidence?: true
  /** Where our backend listens and under which name the gateway reaches it. */
  readonly callbackHost: string
  /** The browser that plays what it can; the ordinary clients play everything when left out. */
  readonly client?: BrowserSettings
  /** 0 takes any free port. */
  readonly callbackPort: number
  /** Who plays the backend where no script is needed; the mock one when left out. */
  readonly backend?: BackendTarget
  /** Where we listen for the sends of a backend that runs already; any free port when left out. */
  readonly sendPort?: number
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
