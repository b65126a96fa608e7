import { IMAGE } from './deployment/image.ts'
import type { Findings } from './finding.ts'

/** What can be wrong around gateway and backend: the reverse proxy, the image, what scrapes and supervises them. */
export const DEPLOYMENT_FINDINGS = { ...IMAGE } as const satisfies Findings
