import { inject } from 'vitest'
import { BackendSession } from '../session/backend-session.ts'
import { type BackendSettings, defaultBackendSettings } from '../session/backend-settings.ts'

/** What this worker was told. */
export const settings: BackendSettings = inject('verifiedBackend') ?? defaultBackendSettings()

/** The backend and the gateway's port that the scenarios of this worker share. */
export const shared = new BackendSession(settings)
