/** The reverse proxy of a run, as every report states it. */
export interface FrontIdentity {
  /** How it was named: a path or a URL; `nginx` with the bundled configuration. */
  readonly name: string
  readonly kind: 'nginx' | 'config' | 'url'
  /** What is wrong with the bundled configuration. */
  readonly faults?: readonly string[]
}

/** A reverse proxy that the harness starts and stops: an nginx with a configuration. */
export interface StartableFront {
  readonly identity: FrontIdentity
  /** The nginx, absolute. */
  readonly command: string
  /** The text of the configuration, with its placeholders. */
  readonly template: string
  /** The directory of the configuration: what relative paths in it are relative to. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
}

/** A reverse proxy that already runs. */
interface RunningFront {
  readonly identity: FrontIdentity
  readonly url: string
  /** Where it expects the gateway: the port we listen on. */
  readonly gatewayPort: number
}

/** How a reverse proxy is named. Plain data: it crosses from the command line to the workers. */
export type FrontTarget = StartableFront | RunningFront

export function isStartableFront(target: FrontTarget): target is StartableFront {
  return 'command' in target
}
