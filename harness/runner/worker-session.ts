import { inject } from 'vitest'
import { BackendSession } from '../session/backend-session.ts'
import { defaultBackendSettings } from '../session/backend-settings.ts'
import { GatewaySession } from '../session/gateway-session.ts'
import { defaultSettings, type GatewayRunSettings } from '../session/settings.ts'

/** The sessions that scenarios about gateways share in one worker of vitest. */
export interface WorkerSessions {
  readonly settings: GatewayRunSettings
  /** The gateway with the mock backend. */
  readonly shared: GatewaySession
  /** The gateway with the named backend, and proxies between them. */
  readonly pair: GatewaySession | undefined
}

let gateway: WorkerSessions | undefined
let backend: BackendSession | undefined

/** Made when first asked for: where scenarios are only collected there may be no worker. */
export function workerSessions(): WorkerSessions {
  gateway ??= sessionsFor(inject('gate') ?? defaultSettings())
  return gateway
}

/** The backend and the port of the mock gateway that scenarios about backends share in one worker of vitest. */
export function workerBackendSession(): BackendSession {
  backend ??= new BackendSession(inject('verifiedBackend') ?? defaultBackendSettings())
  return backend
}

function sessionsFor(settings: GatewayRunSettings): WorkerSessions {
  const { backend } = settings
  const shared = new GatewaySession(settings)
  return {
    settings,
    shared,
    pair:
      backend === undefined ? undefined : new GatewaySession(settings, { backend, browser: shared.browser }),
  }
}
