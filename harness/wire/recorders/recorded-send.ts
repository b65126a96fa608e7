import type { Timeline } from '../../timeline/index.ts'
import type { SendResult } from './send-client.ts'

/** The result of a send as a timeline records it; `undefined` when it has no such send. */
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
