import { inject } from 'vitest'
import { GatewaySession } from '../session/gateway-session.ts'
import { defaultSettings, type GatewayRunSettings } from '../session/settings.ts'

/** What the scenarios of one worker of vitest have in common. */
export interface WorkerStage {
  /** What this worker was told. */
  readonly settings: GatewayRunSettings
  /** The gateway and the backend port that the scenarios share. */
  readonly shared: GatewaySession
  /** The gateway and the named backend, side by side, with taps between them. */
  readonly pair: GatewaySession | undefined
}

let stage: WorkerStage | undefined

/** Made when it is first asked for: where scenarios are only collected there may be no worker. */
export function workerStage(): WorkerStage {
  stage ??= stageFor(inject('gate') ?? defaultSettings())
  return stage
}

function stageFor(settings: GatewayRunSettings): WorkerStage {
  const { backend } = settings
  return {
    settings,
    shared: new GatewaySession(settings),
    pair: backend === undefined ? undefined : new GatewaySession(settings, { backend }),
  }
}
