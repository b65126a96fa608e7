import type { Findings } from './finding.ts'

const WIRE =
  'Between the two parties of this connection, look at what stands there: proxies, load balancers, firewalls and their idle timeouts (with --network-fault, it was this program that broke the connection).'

const SLOW =
  'Between the two parties of this connection, look at what takes the time: the way from here to there with `ping`, proxies, and a network that is overloaded (with --network-fault, it was this program that slowed it down).'

/** What can be wrong on the way between two parties. */
export const NETWORK_FINDINGS = {
  'client-edge-broke': { title: 'the connection from client to gateway broke', advice: WIRE },
  'callback-edge-broke': { title: 'the callback connection broke', advice: WIRE },
  'send-edge-broke': { title: 'the connection of a send broke', advice: WIRE },
  'client-edge-slow': { title: 'the connection from client to gateway is too slow', advice: SLOW },
  'callback-edge-slow': { title: 'the callback connection is too slow', advice: SLOW },
  'send-edge-slow': { title: 'the connection of the sends is too slow', advice: SLOW },
} as const satisfies Findings
