import { CHECKLIST } from './deployment/checklist.ts'
import type { Findings } from './finding.ts'

/** What can be wrong around gateway and backend: the reverse proxy, the image, what scrapes and supervises them. */
export const DEPLOYMENT_FINDINGS = { ...CHECKLIST } as const satisfies Findings
