import type Dockerode from 'dockerode'
import { NotTestableError } from '../util/errors.ts'
import { findOnPath } from './find-on-path.ts'

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

/** The address under which the network of a rootless Docker leads to the loopback of the machine. */
const ROOTLESS_HOST = '10.0.2.2'

const HOST_NETWORK: Route = {
  networkMode: 'host',
  hostName: LOOPBACK,
  listenHost: LOOPBACK,
  isHostNetwork: true,
}

/** The two ways in which a container is put into a network. */
export interface Routes {
  /** How gateways and backends run. */
  readonly route: Route
  /** With a network of its own and a published port, for what is about that. */
  readonly published: Route
}

/**
 * How containers of an engine and this program reach each other, without anybody saying so:
 *
 * - on Linux they share the network of the machine, so that nothing stands in between;
 * - rootless Docker: the loopback through slirp4netns, where the daemon allows it;
 * - engines in a virtual machine (Docker Desktop, podman machine): the name that leads to the loopback of the machine.
 *
 * @param network what the caller named with --container-network
 * @throws NotTestableError when the engine has no such network
 */
export async function routesOf(client: Dockerode, facts: EngineFacts, network?: string): Promise<Routes> {
  const { isRootless, kind, sharesKernel } = facts
  const own = ownNetwork(facts)
  if (sharesKernel && network !== undefined && network !== 'host') {
    const gateway = await gatewayAddressOf(client, network)
    const named = { networkMode: network, hostName: gateway, listenHost: gateway }
    return { route: named, published: named }
  }
  if (network === 'host' || (sharesKernel && !(kind === 'docker' && isRootless))) {
    return { route: HOST_NETWORK, published: own }
  }
  const named = network === undefined ? own : { ...own, networkMode: network }
  return { route: named, published: named }
}

/** The network that an engine gives a container; podman on Linux has slirp4netns where it may lack all else. */
function ownNetwork({ kind, sharesKernel }: EngineFacts): Route {
  if (!sharesKernel) {
    const hostName = kind === 'docker' ? 'host.docker.internal' : 'host.containers.internal'
    return { hostName, listenHost: LOOPBACK }
  }
  const isSlirp = kind === 'podman' && findOnPath('slirp4netns') !== undefined
  return {
    ...(isSlirp ? { networkMode: 'slirp4netns' } : {}),
    hostName: ROOTLESS_HOST,
    listenHost: LOOPBACK,
  }
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
