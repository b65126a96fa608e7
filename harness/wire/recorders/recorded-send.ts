import type { SendCommand } from '../../contract/payloads.ts'
import type { SendFailure, Timeline } from '../../timeline/index.ts'

/** What became of one `POST /internal/send`. */
export interface SendResult {
  /** Where it is recorded. */
  readonly timeline: Timeline
  readonly number: number
  readonly command: Partial<SendCommand>
  /** `undefined` when no answer came. */
  readonly status: number | undefined
  readonly contentType: string
  /** Of the answer. */
  readonly body: string
  /** As it went out. */
  readonly raw: string
  /** Why no answer came, e.g. `ECONNREFUSED`. */
  readonly failure: string | undefined
  /** The same as a fact. */
  readonly reason: SendFailure | undefined
}

/** A send and its outcome so far, as the timeline has it; `undefined` when it has no such send. */
export function recordedSend(timeline: Timeline, number: number): SendResult | undefined {
  const { request, response, failure } = timeline.exchanges.send(number)
  if (request === undefined) return undefined
  return {
    timeline,
    number,
    command: request.command,
    status: response?.status,
    contentType: response?.contentType ?? '',
    body: response?.body ?? '',
    raw: request.raw,
    failure: failure?.why,
    reason: failure?.reason,
  }
}
