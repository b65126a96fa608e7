import { CALLBACKS } from './callbacks.ts'
import { CLIENT_ANSWERS } from './client-responses.ts'
import { DISCONNECTS } from './disconnects.ts'
import { EVENTS } from './events.ts'
import { PROCESS } from './process.ts'
import { SEND_ANSWERS } from './send-responses.ts'
import { TEXT } from './text.ts'

/** Findings about gateways, each with the first place to look. */
export const GATEWAY_FINDINGS = {
  ...EVENTS,
  ...TEXT,
  ...CALLBACKS,
  ...DISCONNECTS,
  ...CLIENT_ANSWERS,
  ...SEND_ANSWERS,
  ...PROCESS,
} as const
