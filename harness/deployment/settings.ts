import type { Outcome } from '../scenario/outcome.ts'

/** A place that is asked over HTTP, without a slash at its end. */
export interface Place {
  /** Scheme, host, port, and for some places a path: no user and no password. */
  readonly url: string
  /** The value of the Authorization header, where the caller gave a user and a password. */
  readonly authorization?: string
}

/** What is known of a system that runs. Nothing but these places is ever contacted. */
export interface DeploymentSettings {
  /** Where its users reach it. */
  readonly site: Place
  /** What the backend expects of its gateway. */
  readonly callbackSecret?: string
  /** The callback endpoint, where that is not reached through the site. */
  readonly callback?: Place
  readonly prometheus?: Place
  /** The readiness of the backend, where that is not reached through the site. */
  readonly health?: Place
  /** Judges which streams a page of the application opens. */
  readonly lookAtPage?: () => Promise<Outcome | undefined>
  /** Seconds between two heartbeats of the gateway. */
  readonly heartbeatSeconds: number
  /** How long an answer may take, in milliseconds. */
  readonly limitMs: number
}
