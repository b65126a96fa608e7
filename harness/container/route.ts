import type Dockerode from 'dockerode'
import { NotTestableError } from '../util/errors.ts'

/** How a container and this program reach each other. */
export interface Route {
  /** The network that the container is put into; the engine's default when left out. */
  readonly networkMode?: string
  /** The address or name by which a container reaches this program. */
  readonly hostName: string
  /** Where this program has to listen for it. */
  readonly listenHost: string
  /** The container shares the network of this machine, so that no port is published. */
  readonly isHostNetwork?: true
}

/** What is known of an engine before its route is. */
export interface EngineFacts {
  readonly kind: 'docker' | 'podman'
  readonly sharesKernel: boolean
  /** It runs in a user namespace with a network of its own. */
  readonly isRootless: boolean
}

const LOOPBACK = '127.0.0.1'

/** The address under which slirp4netns leads to the loopback of the machine. */
const SLIRP_HOST = '10.0.2.2'

/** With podman's port handler: that of slirp4netns loses connections when many come at once. */
const SLIRP = 'slirp4netns:allow_host_loopback=true'

const HOST_NETWORK: Route = {
  networkMode: 'host',
  hostName: LOOPBACK,
  listenHost: LOOPBACK,
  isHostNetwork: true,
}

/**
 * How containers of an engine reach this program, without anybody saying so:
 *
 * - podman on Linux: slirp4netns, which leads to the loopback;
 * - Docker on Linux: the bridge, on whose gateway address this program listens;
 * - rootless Docker: the loopback through slirp4netns, where the daemon allows it;
 * - engines in a virtual machine (Docker Desktop, podman machine): the name that leads to the loopback of the machine.
 *
 * @param network what the caller named with --container-network
 * @throws NotTestableError when the engine has no such network
 */
export async function routeOf(client: Dockerode, facts: EngineFacts, network?: string): Promise<Route> {
  const { isRootless, kind, sharesKernel } = facts
  if (network === 'host') return HOST_NETWORK
  const named = network === undefined ? {} : { networkMode: network }
  if (!sharesKernel) {
    const hostName = kind === 'docker' ? 'host.docker.internal' : 'host.containers.internal'
    return { ...named, hostName, listenHost: LOOPBACK }
  }
  if (kind === 'podman' && (network === undefined || network.startsWith('slirp4netns'))) {
    return { networkMode: network ?? SLIRP, hostName: SLIRP_HOST, listenHost: LOOPBACK }
  }
  if (isRootless) return { ...named, hostName: SLIRP_HOST, listenHost: LOOPBACK }
  const gateway = await gatewayAddressOf(client, network ?? 'bridge')
  return { ...named, hostName: gateway, listenHost: gateway }
}

async function gatewayAddressOf(client: Dockerode, network: string): Promise<string> {
  const found = await client
    .getNetwork(network)
    .inspect()
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error
      throw new NotTestableError(
        `--container-network "${network}": the engine has no such network; name one of those that it lists (docker network ls, podman network ls), or host.`,
      )
    })
  const configurations = (found as { IPAM?: { Config?: { Gateway?: string }[] } }).IPAM?.Config ?? []
  const address = configurations.find(({ Gateway }) => Gateway?.includes('.'))?.Gateway
  if (address !== undefined) return address
  throw new NotTestableError(
    `The network "${network}" of the engine has no gateway address, through which a container could reach this program; give --container-network host.`,
  )
}
