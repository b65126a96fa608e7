export { ByteCounter } from './byte-counter.ts'
export { type Edge, EdgeProxies, type NetworkFault } from './edge-proxies.ts'
export {
  type HttpListener,
  HttpObserver,
  type ObservedRequest,
  type ObservedResponse,
} from './http-observer.ts'
export type { Direction, Disturbance, DisturbanceInForce } from './network-fault.ts'
export { type ConnectionObserver, type ProxyOptions, RecordingProxy } from './proxy.ts'
