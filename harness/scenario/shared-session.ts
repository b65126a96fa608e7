import { inject } from 'vitest'
import { Session } from './session.ts'
import { defaultSettings, type GateSettings } from './settings.ts'

/** What this worker was told. */
export const settings: GateSettings = inject('gate') ?? defaultSettings()

/** The gateway and the backend port that the scenarios of this worker share. */
export const shared = new Session(settings)
