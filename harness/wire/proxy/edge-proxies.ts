import type { Disturbance } from './network-fault.ts'
import { type ProxyOptions, RecordingProxy } from './proxy.ts'

/** Client to gateway, gateway to backend (callbacks), backend to gateway (sends). */
export type Edge = 'client' | 'callback' | 'send'

/** A fault of the network on one edge. Plain data. */
export interface NetworkFault {
  readonly edge: Edge
  readonly disturbance: Disturbance
}

/** The proxies on the edges of one gateway, with the faults of the network in force. */
export class EdgeProxies implements AsyncDisposable {
  readonly #faults: readonly NetworkFault[]
  readonly #wanted: ReadonlySet<Edge>
  readonly #proxies = new Map<Edge, RecordingProxy>()
  readonly #onDisturbed: (fault: NetworkFault) => void

  /**
   * @param wanted edges that get a proxy without a fault
   * @param onDisturbed called when a fault first affects a connection
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

  /** Puts a proxy on an edge, unless it has one. @throws NodeJS.ErrnoException when the port is not available */
  async tap(edge: Edge, options: ProxyOptions = {}): Promise<RecordingProxy> {
    const known = this.#proxies.get(edge)
    if (known !== undefined) return known
    const faults = this.#faults.filter(fault => fault.edge === edge)
    const proxy = await RecordingProxy.listen({
      ...options,
      onDisturbed: disturbance => {
        const fault = faults.find(each => each.disturbance === disturbance)
        if (fault !== undefined) this.#onDisturbed(fault)
      },
    })
    for (const { disturbance } of faults) proxy.disturb(disturbance)
    this.#proxies.set(edge, proxy)
    return proxy
  }

  /** The address of an edge's proxy; `undefined` where it has none. */
  addressOf(edge: Edge): string | undefined {
    const proxy = this.#proxies.get(edge)
    return proxy && `http://127.0.0.1:${proxy.port}`
  }

  portOf(edge: Edge): number | undefined {
    return this.#proxies.get(edge)?.port
  }

  /** Forwards the connections of an edge, where it has a proxy, to this address. */
  lead(edge: Edge, address: string): void {
    const { hostname, port } = new URL(address)
    this.#proxies.get(edge)?.setUpstream({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#proxies.values()].map(proxy => proxy[Symbol.asyncDispose]()))
  }
}
