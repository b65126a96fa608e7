import { inject } from 'vitest'
import { PairSession } from './pair-session.ts'
import { Session } from './session.ts'
import { defaultSettings, type GateSettings } from './settings.ts'

/** What this worker was told. */
export const settings: GateSettings = inject('gate') ?? defaultSettings()

/** The gateway and the backend port that the scenarios of this worker share. */
export const shared = new Session(settings)

/** The gateway and the named backend, side by side, with taps between them. */
export const pair = settings.backend === undefined ? undefined : new PairSession(settings, settings.backend)
