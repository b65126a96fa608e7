import type { Findings } from './finding.ts'

const WIRE =
  'Between the two parties of this connection, look at proxies, load balancers, firewalls and their idle timeouts (with --network-fault, this program broke the connection).'

const SLOW =
  'Between the two parties of this connection, look at the round-trip time (`ping`), at proxies, and for an overloaded network (with --network-fault, this program slowed it down).'

/** Findings about the network between two parties. */
export const NETWORK_FINDINGS = {
  'client-edge-broke': { title: 'the connection from client to gateway broke', advice: WIRE },
  'callback-edge-broke': { title: 'the callback connection broke', advice: WIRE },
  'send-edge-broke': { title: 'the connection of a send broke', advice: WIRE },
  'client-edge-slow': { title: 'the connection from client to gateway is too slow', advice: SLOW },
  'callback-edge-slow': { title: 'the callback connection is too slow', advice: SLOW },
  'send-edge-slow': { title: 'the connection of the sends is too slow', advice: SLOW },
} as const satisfies Findings
