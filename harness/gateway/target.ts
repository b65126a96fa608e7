import type { Engine, Image } from '../container/index.ts'

/** The gateway of a run, as every report states it. */
export interface TargetIdentity {
  /** How the gateway was named: a path, a package, a command or a URL. */
  readonly name: string
  readonly kind: 'reference' | 'directory' | 'entry' | 'package' | 'command' | 'url' | 'image' | 'dockerfile'
  readonly path?: string
  readonly package?: string
  readonly version?: string
  /** Of an image: what it is, whatever its name. */
  readonly digest?: string
  /** Of the checkout the gateway lies in, with `+changes` when it has uncommitted ones; of an image, its label. */
  readonly commit?: string
  /** The faults of the bundled reference gateway. */
  readonly faults?: readonly string[]
  /** Version of the Node.js that runs it, where we choose that. */
  readonly node?: string
}

/** A gateway that the harness starts and stops. */
export interface StartableTarget {
  readonly identity: TargetIdentity
  /** `{port}` and `{callbackUrl}` in the arguments are filled in at every start. */
  readonly command: string
  readonly args: readonly string[]
  readonly workingDirectory: string
  /** What the gateway inherits, before PORT, CALLBACK_URL and HEARTBEAT_INTERVAL_SECONDS. */
  readonly environment: Readonly<Record<string, string>>
}

/** A gateway that the harness starts and stops in a container. */
export interface ContainerTarget {
  readonly identity: TargetIdentity
  readonly engine: Engine
  readonly image: Image
  /** Laid over the environment of the image. */
  readonly environment: Readonly<Record<string, string>>
}

/** An external gateway, which already runs. */
interface RunningTarget {
  readonly identity: TargetIdentity
  readonly url: string
}

/** How a gateway is named. Plain data: it crosses from the command line to the workers. */
export type Target = StartableTarget | ContainerTarget | RunningTarget

/** Whether we start it. */
export function isStartable(target: Target): target is StartableTarget | ContainerTarget {
  return !('url' in target)
}

export function isContainer(target: Target): target is ContainerTarget {
  return 'image' in target
}
