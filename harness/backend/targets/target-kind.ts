import type { TargetWording } from '../../service/index.ts'
import type { BackendIdentity, BackendTarget } from '../target.ts'

/** The backends that come with the harness. */
export const BUNDLED_BACKENDS = ['mock', 'flask'] as const

type BundledBackend = (typeof BUNDLED_BACKENDS)[number]

/** A bundled one, or an image: `image:NAME` or `dockerfile:DIRECTORY`. */
export type NamedBackend = BundledBackend | `image:${string}` | `dockerfile:${string}`

/** How the caller named the backend; at most one of the first three. */
export interface BackendChoice {
  readonly backend?: NamedBackend
  /** The network that a container is put into, instead of the one that leads to us by itself. */
  readonly containerNetwork?: string
  /** A shell command; `{port}`, `{gatewayUrl}` and `{secret}` are filled in. */
  readonly backendCommand?: string
  /** A backend that already runs. */
  readonly backendUrl?: string
  /** Set for a backend that we start; overrides what the harness sets. */
  readonly backendEnv: Readonly<Record<string, string>>
  /** The Python that runs the bundled Flask application. */
  readonly backendPython?: string
  /** What the bundled Flask application shall do wrong. */
  readonly backendFault: readonly string[]
  /** What relative paths are relative to. */
  readonly workingDirectory: string
  /** What the backend inherits. */
  readonly environment: Readonly<Record<string, string>>
  /** Prints one line about something that takes long; to standard error when left out. */
  readonly tell?: (line: string) => void
}

/** One way to name a backend. */
export interface BackendKind {
  readonly kind: BackendIdentity['kind']
  readonly wording?: TargetWording
  /**
   * Finds the backend; `undefined` when the choice names one of another kind.
   * @throws ConfigurationError when it is of this kind, and cannot be started
   */
  readonly resolve: (choice: BackendChoice) => BackendTarget | undefined | Promise<BackendTarget | undefined>
}
