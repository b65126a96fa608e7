import type { Clause } from '../../clause.ts'
import { concurrencyClauses } from './concurrency.ts'
import { backendConnectClauses } from './connect.ts'
import { backendDisconnectClauses } from './disconnect.ts'
import { backendHealthClauses } from './health.ts'
import { refusalClauses } from './refusals.ts'
import { replacementClauses } from './replace.ts'
import { secretClauses } from './secret.ts'
import { backendSendClauses } from './sends.ts'
import { serviceClauses } from './services.ts'

/** Requirements for backends, with a gateway of any edition. */
export const backendClauses = {
  ...backendConnectClauses,
  ...refusalClauses,
  ...backendDisconnectClauses,
  ...secretClauses,
  ...backendSendClauses,
  ...replacementClauses,
  ...concurrencyClauses,
  ...serviceClauses,
  ...backendHealthClauses,
} as const satisfies Record<string, Clause>
