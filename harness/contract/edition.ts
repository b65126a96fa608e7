/** The states the contract went through in public that this suite can judge. A gate is run against a stated one. */
export const EDITIONS = ['callback-events'] as const

export type Edition = (typeof EDITIONS)[number]

/** Editions of the contract that this suite cannot judge yet. */
export const PLANNED_EDITIONS = ['send-only', 'envelope'] as const

export const DEFAULT_EDITION: Edition = 'callback-events'
