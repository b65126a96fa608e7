export { ByteCounter } from './byte-counter.ts'
export { type Edge, EdgeProxies, type NetworkFault } from './edge-proxies.ts'
export {
  type HttpListener,
  HttpObserver,
  type ObservedRequest,
} from './http-observer.ts'
export type { ConnectionFault } from './network-fault.ts'
export { type ProxyOptions, RecordingProxy } from './proxy.ts'
