import type { ConnectionFault } from './network-fault.ts'
import { type ProxyOptions, RecordingProxy } from './proxy.ts'

/** Client to gateway, gateway to backend (callbacks), backend to gateway (sends). */
export type Edge = 'client' | 'callback' | 'send'

/** A fault of the network on one edge. Plain data. */
export interface NetworkFault {
  readonly edge: Edge
  readonly fault: ConnectionFault
}

/** The proxies on the edges of one gateway, with the faults of the network in force. */
export class EdgeProxies implements AsyncDisposable {
  readonly #faults: readonly NetworkFault[]
  readonly #wanted: ReadonlySet<Edge>
  readonly #proxies = new Map<Edge, RecordingProxy>()
  readonly #onFault: (fault: NetworkFault) => void

  /**
   * @param wanted edges that get a proxy without a fault
   * @param onFault called when a fault first affects a connection
   */
  constructor(
    wanted: readonly Edge[],
    faults: readonly NetworkFault[],
    onFault: (fault: NetworkFault) => void,
  ) {
    this.#faults = faults
    this.#wanted = new Set([...wanted, ...faults.map(({ edge }) => edge)])
    this.#onFault = onFault
  }

  isWanted(edge: Edge): boolean {
    return this.#wanted.has(edge)
  }

  /** Puts a proxy on an edge, unless it has one. @throws NodeJS.ErrnoException when the port is not available */
  async listen(edge: Edge, options: ProxyOptions = {}): Promise<RecordingProxy> {
    const known = this.#proxies.get(edge)
    if (known !== undefined) return known
    const faults = this.#faults.filter(fault => fault.edge === edge)
    const proxy = await RecordingProxy.listen({
      ...options,
      onFault: onConnection => {
        const fault = faults.find(each => each.fault === onConnection)
        if (fault !== undefined) this.#onFault(fault)
      },
    })
    for (const { fault } of faults) proxy.inject(fault)
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
  setUpstream(edge: Edge, address: string): void {
    const { hostname, port } = new URL(address)
    this.#proxies.get(edge)?.setUpstream({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#proxies.values()].map(proxy => proxy[Symbol.asyncDispose]()))
  }
}
