import type { Clause } from '../../clause.ts'
import { BACKEND } from './source.ts'

/** Health and metrics. */
export const backendHealthClauses = {
  'backend/alive': {
    level: 'MUST',
    sentence: 'GET /api/health/healthz is 200 while the backend runs, even if the gateway is down.',
    source: `${BACKEND}; rule 4`,
  },
  'backend/readiness-reflects-gateway': {
    level: 'SHOULD',
    sentence: 'GET /api/health/readyz reports whether the gateway answers.',
    source: BACKEND,
  },
  'backend/connections-counted': {
    level: 'SHOULD',
    sentence: 'Connects and disconnects are counted in sse_gateway_connections_total.',
    source: BACKEND,
  },
  'backend/active-connections-reported': {
    level: 'SHOULD',
    sentence: 'The gauge sse_gateway_active_connections rises with a connect and falls with its disconnect.',
    source: BACKEND,
  },
  'backend/events-counted': {
    level: 'SHOULD',
    sentence: 'Accepted and failed events are counted in sse_gateway_events_sent_total.',
    source: BACKEND,
  },
  'backend/send-duration-observed': {
    level: 'SHOULD',
    sentence: 'Every send of an event is observed in sse_gateway_send_duration_seconds.',
    source: BACKEND,
  },
} as const satisfies Record<string, Clause>
