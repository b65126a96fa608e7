import type { ConnectCallback, DisconnectReason, ForwardedHeaders } from '../contract/payloads.ts'
import type { Timeline } from '../timeline/index.ts'
import type { CallbackResponse } from './callback-response.ts'
import type { ReceivedSend } from './received-send.ts'

/** The gateway that a stream belongs to. */
export interface StreamGateway {
  readonly timeline: Timeline
  readonly sends: readonly ReceivedSend[]
  disconnect(stream: MockStream, reason: DisconnectReason): Promise<CallbackResponse>
}

/** A client's stream as the backend sees it: a token, a request, and the sends to it. */
export class MockStream {
  readonly gateway: StreamGateway
  readonly number: number
  readonly token: string
  /** The request target of its client. */
  readonly target: string
  readonly headers: ForwardedHeaders
  /** The backend's answer to its connect callback. */
  readonly answered: Promise<CallbackResponse>
  /**
   * - `asking`: the connect callback is open, and sends are kept
   * - `open`: the backend accepted it
   * - `over`: refused, left or closed; what is sent to it is answered 404
   */
  state: 'asking' | 'open' | 'over' = 'asking'

  constructor(
    gateway: StreamGateway,
    number: number,
    connect: ConnectCallback,
    connectWith: (stream: MockStream) => Promise<CallbackResponse>,
  ) {
    this.gateway = gateway
    this.number = number
    this.token = connect.token
    this.target = connect.request.url
    this.headers = connect.request.headers
    this.answered = connectWith(this)
  }

  /** What the backend has sent to its token so far. */
  get sends(): readonly ReceivedSend[] {
    return this.gateway.sends.filter(({ command }) => command.token === this.token)
  }

  /** The client leaves, or the stream ends in another way. @returns the answer to the disconnect callback */
  disconnect(reason: DisconnectReason = 'client_closed'): Promise<CallbackResponse> {
    return this.gateway.disconnect(this, reason)
  }
}
