import type { SendCommand } from '../contract/payloads.ts'
import type { SendExchange, Timeline } from '../timeline/index.ts'
import type { StreamView } from '../wire/sse-client/index.ts'

/** A request of the backend to `/internal/send`, as the timeline has it. */
export interface ReceivedSend {
  /** Its number in the timeline. */
  readonly send: number
  readonly method: string
  readonly contentType: string
  readonly raw: string
  readonly command: Partial<SendCommand>
  /** When it came, and when it was answered or given up: places in the timeline. */
  readonly came: number
  readonly settled: number | undefined
  /** `undefined` while it is not answered, or when it was not answered at all. */
  readonly status: number | undefined
}

/** A view that grows with the timeline. */
export function receivedSend(exchange: SendExchange): ReceivedSend {
  const { send, method, contentType = '', raw, command } = exchange.request
  return {
    send,
    method,
    contentType,
    raw,
    command,
    came: exchange.came,
    get settled() {
      return exchange.settled
    },
    get status() {
      return exchange.response?.status
    },
  }
}

/** What the backend has sent to the token of a stream so far. */
export function receivedSendsTo({ timeline, token }: StreamView): readonly ReceivedSend[] {
  return timeline.exchanges.sendsTo(token).map(receivedSend)
}

/** Everything that the backend has sent so far, to whatever token. */
export function receivedSends(timeline: Timeline): readonly ReceivedSend[] {
  return timeline
    .all('send-request')
    .map(({ send }) => receivedSend(timeline.exchanges.send(send) as SendExchange))
}
