import { CHECKLIST_FINDINGS } from './deployment/checklist.ts'
import { FRONT_FINDINGS } from './deployment/front.ts'
import { IMAGE_FINDINGS } from './deployment/image.ts'
import type { Findings } from './finding.ts'

/** What can be wrong around gateway and backend: the reverse proxy, the image, what scrapes and supervises them. */
export const DEPLOYMENT_FINDINGS = {
  ...FRONT_FINDINGS,
  ...IMAGE_FINDINGS,
  ...CHECKLIST_FINDINGS,
} as const satisfies Findings
