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

/** What a backend owes the gateway in front of it. True or false of a backend, whatever the gateway's edition. */
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
