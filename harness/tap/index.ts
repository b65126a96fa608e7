export type { Direction, Disturbance, DisturbanceInForce } from './disturbance.ts'
export { HttpEar, type HttpListener, type OverheardRequest, type OverheardResponse } from './http-ear.ts'
export { type Onlooker, Tap, type TapOptions } from './tap.ts'
export { type Edge, type NetworkFault, TapsOnEdges } from './taps-on-edges.ts'
