export {
  type BackendResponse,
  recordResponse,
  responseToCallback,
  responseToRequest,
} from './backend-response.ts'
export { MockGateway } from './mock-gateway.ts'
export type { MockStream } from './mock-stream.ts'
export { type ReceivedSend, receivedSends, receivedSendsTo } from './received-send.ts'
export type { SendBarrier } from './send-barrier.ts'

export { MockGatewayServer } from './server.ts'
