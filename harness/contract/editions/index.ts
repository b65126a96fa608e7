/**
 * What a gateway can do, and how. The contract went through several states in public; what differs between them is
 * said here and nowhere else.
 */
export interface Capabilities {
  /** `{event, close}` in the answer to the connect callback is applied, first on the stream. */
  readonly appliesConnectAnswer: boolean
  /** How a named event is written: under `event: name`, or unnamed as `{"type":name,"payload":data}`. */
  readonly eventForm: 'named' | 'envelope'
  /** `{"error":"…"}`, or `{"error":{"message","code"}}`. */
  readonly errorForm: 'text' | 'object'
  /** `event: ready` with empty data follows whatever was kept while the connect callback was open. */
  readonly signalsReady: boolean
  /** A refusal with 400, 401 or 403 is sent on a stream (200, one `event: rejected`) instead of as a status. */
  readonly rejectsOnStream: boolean
  /** Pages of other origins are answered: `Access-Control-Allow-Origin: *`, and preflight requests. */
  readonly crossOrigin: boolean
}

/** A named set of capabilities, and where it can be seen. A gate is always run against a stated one. */
export interface EditionDescription {
  readonly capabilities: Capabilities
  readonly summary: string
  /** A commit of the public gateway that is of this edition. */
  readonly publicExample: string
}

const EDITION_NAMES = ['callback-events', 'send-only', 'envelope'] as const

export type Edition = (typeof EDITION_NAMES)[number]

export const EDITIONS: readonly Edition[] = EDITION_NAMES

/** The one the bug report is about. */
export const DEFAULT_EDITION: Edition = 'callback-events'

const CALLBACK_EVENTS: Capabilities = {
  appliesConnectAnswer: true,
  eventForm: 'named',
  errorForm: 'text',
  signalsReady: false,
  rejectsOnStream: false,
  crossOrigin: false,
}

const SEND_ONLY: Capabilities = { ...CALLBACK_EVENTS, appliesConnectAnswer: false, errorForm: 'object' }

const ENVELOPE: Capabilities = {
  ...SEND_ONLY,
  eventForm: 'envelope',
  signalsReady: true,
  rejectsOnStream: true,
  crossOrigin: true,
}

export const EDITION_DESCRIPTIONS: Readonly<Record<Edition, EditionDescription>> = {
  'callback-events': {
    capabilities: CALLBACK_EVENTS,
    summary: 'The backend may put an event and a close into its answer to the connect callback.',
    publicExample: '9ff47e4',
  },
  'send-only': {
    capabilities: SEND_ONLY,
    summary: 'Events come through the send endpoint alone; errors are objects with a message and a code.',
    publicExample: '04be72a',
  },
  envelope: {
    capabilities: ENVELOPE,
    summary: 'Named events travel in an unnamed envelope, and the stream says when it is ready or rejected.',
    publicExample: '60d1cae',
  },
}

/** The statuses that a gateway sends as `event: rejected`, where its edition rejects on a stream. */
export const REJECTED_STATUSES: readonly number[] = [400, 401, 403]

export function capabilitiesOf(edition: Edition): Capabilities {
  return EDITION_DESCRIPTIONS[edition].capabilities
}

export function isEdition(text: string): text is Edition {
  return (EDITIONS as readonly string[]).includes(text)
}
