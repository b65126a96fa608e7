import { APPLICATION } from './application.ts'
import { CALLBACK_ANSWERS } from './callback-responses.ts'
import { PROMETHEUS } from './prometheus.ts'
import { REPLACEMENT } from './replacement.ts'
import { SENDS } from './sends.ts'

/** Findings about backends, each with the first place to look. */
export const BACKEND_FINDINGS = {
  ...SENDS,
  ...CALLBACK_ANSWERS,
  ...REPLACEMENT,
  ...APPLICATION,
  ...PROMETHEUS,
} as const
