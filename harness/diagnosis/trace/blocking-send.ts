import { describeDistinctly } from '../../redaction/printable.ts'
import type { Timeline } from '../../timeline/index.ts'
import type { ViolationError } from '../violation.ts'
import { type FollowedStream, isSentEvent } from './event-sources.ts'
import { traceFailedSend } from './failed-send.ts'

/**
 * A backend gives a stream up after a send that fails or goes to another address. Finds that send and the party at fault.
 * @param lacking the missing event, or e.g. `the close`
 * @returns `undefined` when every send to the stream went well
 */
export function findBlockingSend(
  timeline: Timeline,
  gatewayAddress: string,
  stream: Pick<FollowedStream, 'number' | 'token'>,
  lacking: string | { readonly event: string; readonly data: string },
  expected: string,
): ViolationError | undefined {
  const stopped = timeline.exchanges
    .sendsTo(stream.token)
    .find(
      ({ request, response, failure }) =>
        request.address !== gatewayAddress ||
        failure !== undefined ||
        (response !== undefined && response.status !== 200),
    )
  if (stopped === undefined) return undefined
  const { event } = stopped.request.command
  const sent = { event: event?.name || 'message', data: String(event?.data) }
  const both = typeof lacking === 'string' ? [sent] : [sent, lacking]
  const missing = typeof lacking === 'string' ? lacking : describeDistinctly(lacking, both)
  const name =
    event === undefined
      ? 'a close'
      : isSentEvent(event)
        ? describeDistinctly(sent, both)
        : 'something that is not an event'
  return traceFailedSend(timeline, gatewayAddress, stream, stopped, {
    sent: `The backend sent ${name}`,
    name,
    consequence: ` The backend then gave the stream up and did not send ${missing}.`,
    expected,
  })
}
