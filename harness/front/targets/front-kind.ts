import type { FrontTarget } from '../target.ts'

/** How the caller named the reverse proxy; at most one of the first three. */
export interface FrontRequest {
  /** The bundled configuration, on the nginx of this machine. */
  readonly front?: 'nginx'
  /** A configuration of the caller's. */
  readonly frontConfig?: string
  /** A proxy that already runs. */
  readonly frontUrl?: string
  /** Where the proxy at `frontUrl` expects the gateway. */
  readonly frontPort?: number
  /** What is wrong with the bundled configuration. */
  readonly frontFault: readonly string[]
  /** What relative paths are relative to. */
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string>>
}

/** One way to name a reverse proxy: finds it; `undefined` when the request names one of another kind. */
export type FrontKind = (request: FrontRequest) => FrontTarget | undefined | Promise<FrontTarget | undefined>
