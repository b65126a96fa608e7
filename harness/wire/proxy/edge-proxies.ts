import type { Disturbance } from './network-fault.ts'
import { type ProxyOptions, RecordingProxy } from './proxy.ts'

/** A wire of the contract: client and gateway, gateway and backend's callbacks, backend's sends and gateway. */
export type Edge = 'client' | 'callback' | 'send'

/** A network that misbehaves on one edge. Plain data. */
export interface NetworkFault {
  readonly edge: Edge
  readonly disturbance: Disturbance
}

/** The taps of one gateway's edges, those that are asked for, with the network's faults in force on them. */
export class EdgeProxies implements AsyncDisposable {
  readonly #faults: readonly NetworkFault[]
  readonly #wanted: ReadonlySet<Edge>
  readonly #taps = new Map<Edge, RecordingProxy>()
  readonly #onDisturbed: (fault: NetworkFault) => void

  /**
   * @param wanted edges to be tapped though their network is in order
   * @param onDisturbed called when a fault first does something to a connection
   */
  constructor(
    wanted: readonly Edge[],
    faults: readonly NetworkFault[],
    onDisturbed: (fault: NetworkFault) => void,
  ) {
    this.#faults = faults
    this.#wanted = new Set([...wanted, ...faults.map(({ edge }) => edge)])
    this.#onDisturbed = onDisturbed
  }

  isWanted(edge: Edge): boolean {
    return this.#wanted.has(edge)
  }

  /** Taps an edge; one that is tapped already stays as it is. @throws NodeJS.ErrnoException when the port is not to be had */
  async tap(edge: Edge, options: ProxyOptions = {}): Promise<RecordingProxy> {
    const known = this.#taps.get(edge)
    if (known !== undefined) return known
    const faults = this.#faults.filter(fault => fault.edge === edge)
    const tap = await RecordingProxy.listen({
      ...options,
      onDisturbed: disturbance => {
        const fault = faults.find(each => each.disturbance === disturbance)
        if (fault !== undefined) this.#onDisturbed(fault)
      },
    })
    for (const { disturbance } of faults) tap.disturb(disturbance)
    this.#taps.set(edge, tap)
    return tap
  }

  /** The address of an edge's tap; `undefined` where it has none. */
  addressOf(edge: Edge): string | undefined {
    const tap = this.#taps.get(edge)
    return tap && `http://127.0.0.1:${tap.port}`
  }

  portOf(edge: Edge): number | undefined {
    return this.#taps.get(edge)?.port
  }

  /** Leads an edge's tap, where there is one, to this address. */
  lead(edge: Edge, address: string): void {
    const { hostname, port } = new URL(address)
    this.#taps.get(edge)?.setUpstream({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#taps.values()].map(tap => tap[Symbol.asyncDispose]()))
  }
}
