export type { CallbackResponse } from './callback-response.ts'
export { MockGateway } from './mock-gateway.ts'
export type { MockStream } from './mock-stream.ts'
export type { ReceivedSend } from './received-send.ts'
export type { SendBarrier } from './send-barrier.ts'

export { MockGatewayServer } from './server.ts'
