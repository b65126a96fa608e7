import type { ConnectCallback, DisconnectReason } from '../contract/payloads.ts'
import type { Timeline } from '../timeline/index.ts'
import { StreamView } from '../wire/sse-client/index.ts'
import type { BackendResponse } from './backend-response.ts'
import { type ReceivedSend, receivedSendsTo } from './received-send.ts'

/** The gateway that a stream belongs to. */
interface StreamGateway {
  readonly timeline: Timeline
  disconnect(stream: MockStream, reason: DisconnectReason): Promise<BackendResponse>
}

/** A client's stream as the backend sees it: a token, a request, and the sends to it. */
export class MockStream extends StreamView {
  readonly #gateway: StreamGateway
  /** The backend's answer to its connect callback. */
  readonly answered: Promise<BackendResponse>

  /** @param answered of its connect callback, which is recorded already */
  constructor(gateway: StreamGateway, number: number, answered: Promise<BackendResponse>) {
    super(gateway.timeline, number)
    this.#gateway = gateway
    this.answered = answered
  }

  override get connect(): ConnectCallback {
    return super.connect as ConnectCallback
  }

  override get token(): string {
    return this.connect.token
  }

  /** What the backend has sent to its token so far. */
  get sends(): readonly ReceivedSend[] {
    return receivedSendsTo(this)
  }

  /**
   * - `asking`: the connect callback is open, and sends are kept
   * - `open`: the backend accepted it
   * - `over`: refused, left or closed; what is sent to it is answered 404
   */
  get state(): 'asking' | 'open' | 'over' {
    const { exchanges } = this.timeline
    const { response, unanswered } = exchanges.connect(this.number)
    const isRefused = response !== undefined && (response.status < 200 || response.status >= 300)
    if (isRefused || unanswered !== undefined || exchanges.disconnects(this.number).length > 0) return 'over'
    const isClosed = exchanges
      .sendsTo(this.token)
      .some(
        ({ request, response: answer }) =>
          answer?.status === 404 || (answer?.status === 200 && request.command.close === true),
      )
    if (isClosed) return 'over'
    return response === undefined ? 'asking' : 'open'
  }

  /** The client leaves, or the stream ends in another way. @returns the answer to the disconnect callback */
  disconnect(reason: DisconnectReason = 'client_closed'): Promise<BackendResponse> {
    return this.#gateway.disconnect(this, reason)
  }
}
