import { type BackendTarget, isStartableBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { PrometheusPrograms } from '../prometheus/index.ts'
import { DEFAULT_LIMIT_MS } from '../timeline/index.ts'
import type { RunSettings } from './run-settings.ts'

/** The settings of a run that judges a backend. Plain data. */
export interface BackendSettings extends RunSettings {
  readonly target: BackendTarget
  /** Where our gateway listens, and under which name the backend reaches it. */
  readonly sendHost: string
  /** 0 takes any free port. */
  readonly sendPort: number
  /** In the query of the callback URL; one of our own making when left out. */
  readonly secret?: string
  /** A Prometheus server of these programs scrapes the backend. */
  readonly prometheus?: PrometheusPrograms
}

declare module 'vitest' {
  interface ProvidedContext {
    verifiedBackend: BackendSettings | undefined
  }
}

/** What holds when the scenarios are run by vitest alone: the mock application on a port of its own. */
export function defaultBackendSettings(target: BackendTarget = mockBackendTarget()): BackendSettings {
  return {
    target,
    fast: false,
    limitMs: DEFAULT_LIMIT_MS,
    readyLimitMs: 15_000,
    sendHost: '127.0.0.1',
    sendPort: 0,
  }
}

/** Which clauses are judged of a backend in these settings. */
export function subjectFor({
  prometheus,
}: Pick<BackendSettings, 'prometheus'>): 'backend' | 'scraped-backend' {
  return prometheus === undefined ? 'backend' : 'scraped-backend'
}

/** Whether the caller has given the backend another secret than ours. */
export function isSecretOverruled({ target }: BackendSettings): boolean {
  return isStartableBackend(target) && target.environment.SSE_CALLBACK_SECRET !== undefined
}
