import type { Findings } from './finding.ts'

const WIRE =
  'Between the two parties of this edge, look at what stands there: proxies, load balancers, firewalls and their idle timeouts (with --network-fault, it was this program that broke the wire).'

const SLOW =
  'Between the two parties of this edge, look at what takes the time: the way from here to there with `ping`, proxies, and a network that is overloaded (with --network-fault, it was this program that slowed the wire).'

/** What can be wrong on the way between two parties. */
export const NETWORK_FINDINGS = {
  'client-edge-broke': {
    title: 'the client edge broke',
    advice: WIRE,
  },
  'callback-edge-broke': {
    title: 'the callback edge broke',
    advice: WIRE,
  },
  'send-edge-broke': {
    title: 'the send edge broke',
    advice: WIRE,
  },
  'client-edge-slow': {
    title: 'the client edge is too slow',
    advice: SLOW,
  },
  'callback-edge-slow': {
    title: 'the callback edge is too slow',
    advice: SLOW,
  },
  'send-edge-slow': {
    title: 'the send edge is too slow',
    advice: SLOW,
  },
} as const satisfies Findings
