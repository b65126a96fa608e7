import type { Clause } from '../clause.ts'
import { applicationClauses } from './application.ts'
import { backendClauses } from './backend.ts'
import { connectClauses } from './connect.ts'
import { deploymentClauses } from './deployment.ts'
import { disconnectClauses } from './disconnect.ts'
import { envelopeClauses } from './envelope.ts'
import { frontendClauses } from './frontend.ts'
import { heartbeatClauses } from './heartbeat.ts'
import { corsClauses, httpClauses } from './http.ts'
import { healthClauses, lifecycleClauses, loadClauses } from './lifecycle.ts'
import { openingClauses } from './opening.ts'
import { prometheusClauses } from './prometheus.ts'
import { replaceClauses } from './replace.ts'
import { sendClauses } from './send.ts'
import { streamClauses } from './stream.ts'

/**
 * Every clause, by id: about a gateway in the order of a connection's life, then about a backend, a frontend and a
 * deployment.
 */
export const catalogue = {
  ...connectClauses,
  ...openingClauses,
  ...sendClauses,
  ...streamClauses,
  ...envelopeClauses,
  ...disconnectClauses,
  ...replaceClauses,
  ...applicationClauses,
  ...heartbeatClauses,
  ...httpClauses,
  ...corsClauses,
  ...healthClauses,
  ...lifecycleClauses,
  ...loadClauses,
  ...backendClauses,
  ...prometheusClauses,
  ...frontendClauses,
  ...deploymentClauses,
} as const satisfies Record<string, Clause>
