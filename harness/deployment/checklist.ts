import type { DeploymentClauseId } from '../contract/index.ts'
import type { Outcome } from '../scenario/outcome.ts'
import { checkCallbackSecret } from './checks/callback.ts'
import { checkPage, checkRemovedUrls } from './checks/frontend.ts'
import { checkGateway } from './checks/gateway.ts'
import { checkHealth } from './checks/health.ts'
import { checkMetrics } from './checks/metrics.ts'
import { checkHealthPaths, checkRoutes, checkSendPath } from './checks/routes.ts'
import { checkStreams } from './checks/streams.ts'
import type { Visit } from './visit.ts'

/** One check of a point of the checklist. */
export interface Check {
  readonly clause: DeploymentClauseId
  /** What sets it apart from other checks of the point. */
  readonly variant?: string
  /** @returns `undefined` when it holds */
  readonly judge: (visit: Visit) => Promise<Outcome | undefined>
}

/** Every check, in the order of the checklist; one after another, so that the traffic is small at any moment. */
export const CHECKS: readonly Check[] = [
  { clause: 'deployment/streams-end-to-end', judge: checkStreams },
  { clause: 'deployment/frontend-on-current-urls', variant: 'removed URLs', judge: checkRemovedUrls },
  { clause: 'deployment/frontend-on-current-urls', variant: 'streams of a page', judge: checkPage },
  { clause: 'deployment/gateway-in-service', judge: checkGateway },
  { clause: 'deployment/callback-secret-set', judge: checkCallbackSecret },
  { clause: 'deployment/proxy-routes-streams', variant: 'streams', judge: checkRoutes },
  { clause: 'deployment/proxy-routes-streams', variant: 'sends', judge: checkSendPath },
  { clause: 'deployment/proxy-routes-streams', variant: 'health', judge: checkHealthPaths },
  { clause: 'deployment/metrics-scraped', judge: checkMetrics },
  { clause: 'deployment/health-sees-gateway', judge: checkHealth },
]
