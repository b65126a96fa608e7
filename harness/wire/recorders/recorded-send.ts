import type { Timeline } from '../../timeline/index.ts'
import type { SendResult } from './send-client.ts'

/** What became of a send as a timeline tells of it; `undefined` when it tells of no such one. */
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
