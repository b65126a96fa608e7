export { decoderFor, type EventDecoder, identityDecoder } from './event-decoder.ts'
export {
  type BrowserSession,
  type BrowserSessionOptions,
  memoryOf,
  type OpenOptions,
  openEventSource,
  openWire,
} from './open.ts'
export { RawConnection } from './raw-connection.ts'
export { RawConnectionView } from './raw-connection-view.ts'
export { STREAM_HEADER, Stream, streamNumberIn } from './stream.ts'
export { StreamView } from './stream-view.ts'
export { type Exchange, Transport, type TransportListener, type TransportRequest } from './transport.ts'
export { WireDecoder } from './wire-decoder.ts'
