import type { Timeline } from '../../timeline/index.ts'
import type { SendResult } from './send-client.ts'

/** What became of a send as a timeline tells of it; `undefined` when it tells of no such one. */
export function recordedSend(timeline: Timeline, number: number): SendResult | undefined {
  const request = timeline.all('send-request').find(({ send }) => send === number)
  if (request === undefined) return undefined
  const answer = timeline.all('send-response').find(({ send }) => send === number)
  const failure = timeline.all('send-failed').find(({ send }) => send === number)
  return {
    timeline,
    number,
    command: request.command,
    status: answer?.status,
    contentType: answer?.contentType ?? '',
    body: answer?.body ?? '',
    raw: request.raw,
    failure: failure?.why,
    reason: failure?.reason,
  }
}
