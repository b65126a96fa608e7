import { callbackEvents } from './callback-events.ts'
import type { Capabilities, EditionDescription } from './capabilities.ts'
import { envelope } from './envelope.ts'
import { sendOnly } from './send-only.ts'

export type { Capabilities, EditionDescription } from './capabilities.ts'

/** Every edition, in the order in which they are listed everywhere. */
export const EDITION_DESCRIPTIONS = {
  'callback-events': callbackEvents,
  'send-only': sendOnly,
  envelope,
} as const satisfies Record<string, EditionDescription>

export type Edition = keyof typeof EDITION_DESCRIPTIONS

export const EDITIONS = Object.keys(EDITION_DESCRIPTIONS) as readonly Edition[]

/** The one the bug report is about. */
export const DEFAULT_EDITION: Edition = 'callback-events'

/** The statuses that a gateway sends as `event: rejected`, where its edition rejects on a stream. */
export const REJECTED_STATUSES: readonly number[] = [400, 401, 403]

export function capabilitiesOf(edition: Edition): Capabilities {
  return EDITION_DESCRIPTIONS[edition].capabilities
}

export function isEdition(text: string): text is Edition {
  return Object.hasOwn(EDITION_DESCRIPTIONS, text)
}
