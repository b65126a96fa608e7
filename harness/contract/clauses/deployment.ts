import type { Clause } from '../clause.ts'

const CHECKLIST = 'the deployment checklist of the integration'

/** Requirements for a system that runs, seen from outside: one clause for each point of the checklist. */
export const deploymentClauses = {
  'deployment/streams-end-to-end': {
    level: 'MUST',
    sentence:
      'A task stream and a version stream open through the public URL, and what is written to them arrives at once.',
    source: `${CHECKLIST}, "integration tests with the real gateway"`,
  },
  'deployment/frontend-on-current-urls': {
    level: 'MUST',
    sentence: 'Pages of the application open the current stream URLs, and the removed ones are gone.',
    source: `${CHECKLIST}, "frontend moved to the new stream URLs"`,
  },
  'deployment/gateway-in-service': {
    level: 'MUST',
    sentence: 'A gateway runs behind the public URL, and its backend answers its connect callbacks.',
    source: `${CHECKLIST}, "sidecar deployed and configured"`,
  },
  'deployment/callback-secret-set': {
    level: 'MUST',
    sentence: 'The callback endpoint refuses callbacks without the secret, and lets the gateway in.',
    source: `${CHECKLIST}, "SSE_CALLBACK_SECRET set in production"`,
  },
  'deployment/proxy-routes-streams': {
    level: 'MUST',
    sentence: 'The reverse proxy sends /api/sse/ to the gateway, and serves nothing internal.',
    source: `${CHECKLIST}, "reverse proxy sends /api/sse/* to the gateway"`,
  },
  'deployment/metrics-scraped': {
    level: 'SHOULD',
    sentence: 'Prometheus scrapes the three series about the gateway.',
    source: `${CHECKLIST}, "Prometheus scrapes sse_gateway_…"`,
  },
  'deployment/health-sees-gateway': {
    level: 'SHOULD',
    sentence: 'The readiness of the backend says whether the gateway answers, and it does.',
    source: `${CHECKLIST}, "health checks see whether the gateway is there"`,
  },
} as const satisfies Record<string, Clause>
