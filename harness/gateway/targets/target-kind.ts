import type { Edition } from '../../contract/index.ts'
import type { TargetWording } from '../../service/index.ts'
import type { Target, TargetIdentity } from '../target.ts'

/** How the caller named the gateway; at most one of the first three. */
export interface TargetRequest {
  /** A directory with a built checkout, an entry file, an installed package, `image:NAME` or `dockerfile:DIRECTORY`. */
  readonly gateway?: string
  /** A shell command; `{port}` and `{callbackUrl}` are filled in. */
  readonly gatewayCommand?: string
  /** A gateway that already runs. */
  readonly gatewayUrl?: string
  /** The Node.js that runs a directory, entry file or package. */
  readonly gatewayNode?: string
  /** Faults of the bundled reference gateway. */
  readonly faults?: readonly string[]
  readonly edition: Edition
  /** Whether the bundled reference gateway shall answer pages of other origins. */
  readonly crossOrigin?: boolean
  /** What relative paths are relative to. */
  readonly workingDirectory: string
  /** The network that a container is put into, instead of the one that leads to us by itself. */
  readonly containerNetwork?: string
  /** What the caller sets for the gateway; all that one in a container is given. */
  readonly gatewayEnv?: Readonly<Record<string, string>>
  /** What the gateway inherits, with what the caller sets. */
  readonly environment: Readonly<Record<string, string>>
}

/** One way to name a gateway. */
export interface TargetKind {
  readonly kind: TargetIdentity['kind']
  readonly wording?: TargetWording
  /**
   * Finds the gateway; `undefined` when the request names one of another kind.
   * @throws ConfigurationError when it is of this kind, and cannot be started
   */
  readonly resolve: (request: TargetRequest) => Target | undefined | Promise<Target | undefined>
}

/** What the caller gave to name a gateway. */
export function namesIn({ gateway, gatewayCommand, gatewayUrl }: TargetRequest): string[] {
  return [gateway, gatewayCommand, gatewayUrl].filter(name => name !== undefined)
}
