import type { Engine, Image } from '../container/index.ts'

/** The backend of a run, as every report states it. */
export interface BackendIdentity {
  /** How the backend was named: `flask`, a command or a URL. */
  readonly name: string
  readonly kind: 'mock' | 'flask' | 'command' | 'url' | 'image' | 'dockerfile'
  /** The folder that it is started in. */
  readonly path?: string
  /** Of an image: what it is, whatever its name. */
  readonly digest?: string
  /** Of an image: its label. */
  readonly version?: string
  /** Of the checkout the backend lies in, with `+changes` when it has uncommitted ones; of an image, its label. */
  readonly commit?: string
  /** The faults of a bundled one. */
  readonly faults?: readonly string[]
  /** Version of the Python that runs it, where we choose that. */
  readonly python?: string
}

/** A backend that the harness starts and stops. */
export interface StartableBackend {
  readonly identity: BackendIdentity
  /** `{port}`, `{gatewayUrl}` and `{secret}` in the arguments are filled in at every start. */
  readonly command: string
  readonly args: readonly string[]
  readonly workingDirectory: string
  /** What the backend inherits. It overrides what the harness sets, except PORT. */
  readonly environment: Readonly<Record<string, string>>
}

/** A backend that the harness starts and stops in a container. */
export interface ContainerBackend {
  readonly identity: BackendIdentity
  readonly engine: Engine
  readonly image: Image
  /** Overrides what the harness sets, except PORT. */
  readonly environment: Readonly<Record<string, string>>
}

/** An external backend, which already runs. */
interface RunningBackend {
  readonly identity: BackendIdentity
  readonly url: string
}

/** How a backend is named. Plain data: it crosses from the command line to the workers. */
export type BackendTarget = StartableBackend | ContainerBackend | RunningBackend

/** Whether we start it. */
export function isStartableBackend(target: BackendTarget): target is StartableBackend | ContainerBackend {
  return !('url' in target)
}

export function isContainerBackend(target: BackendTarget): target is ContainerBackend {
  return 'image' in target
}
