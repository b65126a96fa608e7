import type Dockerode from 'dockerode'
import type { Routes } from './route.ts'

/** How the engine's API is reached. */
export type Connection =
  | { readonly socketPath: string }
  | {
      readonly protocol: 'http' | 'https'
      readonly host: string
      readonly port: string | number
      readonly ca?: string
      readonly cert?: string
      readonly key?: string
    }

/** A container engine that answers. Plain data: it crosses from the command line to the workers. */
export interface Engine extends Routes {
  readonly kind: 'docker' | 'podman'
  readonly version: string
  readonly connection: Connection
  /** The containers run on the kernel of this machine, and not in a virtual machine. */
  readonly sharesKernel: boolean
  /** Every container of this run carries it, so that whatever is left can be found. */
  readonly label: string
}

/** The client of an engine. It is loaded only where an image is named. */
export async function connect(connection: Connection, timeoutMs?: number): Promise<Dockerode> {
  const { default: Client } = await import('dockerode')
  return new Client({ ...connection, ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }) })
}

/** The engine and its version, as reports state it. */
export function nameOfEngine({ kind, version }: Pick<Engine, 'kind' | 'version'>): string {
  return `${kind} ${version}`
}
