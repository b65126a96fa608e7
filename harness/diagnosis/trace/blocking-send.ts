import { describeDistinctly } from '../../redaction/printable.ts'
import type { Timeline } from '../../timeline/index.ts'
import { backendFault, gatewayFault, type ViolationError } from '../violation.ts'
import { type FollowedStream, isSentEvent, openingNote } from './event-sources.ts'
import { checkSend } from './invalid-send.ts'
import { refusedSend } from './refused-send.ts'
import { refusedAsTooLarge } from './size-limit.ts'

/**
 * A backend gives a stream up after a send that fails or goes to another address. Finds that send and the party at fault.
 * @param lacking what never came: an event, or e.g. `the close`
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
  const { command, address } = stopped.request
  const sent = { event: command.event?.name || 'message', data: String(command.event?.data) }
  const both = typeof lacking === 'string' ? [sent] : [sent, lacking]
  const missing = typeof lacking === 'string' ? lacking : describeDistinctly(lacking, both)
  const earlier =
    command.event === undefined
      ? 'a close'
      : isSentEvent(command.event)
        ? describeDistinctly(sent, both)
        : 'something that is not an event'
  if (address !== gatewayAddress) {
    return backendFault(stream, {
      expected,
      what: 'event-sent-elsewhere',
      summary: `The backend sent ${earlier} to ${address} instead of the gateway at ${gatewayAddress} (${stopped.failure?.why ?? stopped.response?.status}); so ${missing} never reached the gateway.`,
    })
  }
  const wrong = checkSend(timeline, stopped)
  if (wrong !== undefined) {
    return backendFault(stream, {
      expected,
      what: wrong.what,
      summary: `The backend sent ${earlier} ${wrong.description}. The gateway refused that with ${stopped.response?.status}, which is right. The backend then gave the stream up and did not send ${missing}.`,
    })
  }
  const tooLarge = refusedAsTooLarge(stopped)
  if (tooLarge !== undefined) {
    return gatewayFault(stream, {
      expected,
      what: 'send-size-limit-too-low',
      summary: `The backend sent ${earlier}. ${tooLarge}. The backend then gave the stream up and did not send ${missing}.`,
    })
  }
  if (stopped.failure === undefined) {
    return gatewayFault(stream, {
      expected,
      ...refusedSend(timeline, stream, stopped),
      summary:
        `The gateway refused ${earlier} with ${stopped.response?.status}${openingNote(timeline, stream, stopped)}. ` +
        `The backend then gave the stream up and did not send ${missing}.`,
    })
  }
  return gatewayFault(stream, {
    expected,
    what: stopped.failure.reason === 'broken' ? 'send-connection-broke' : 'send-unanswered',
    summary: `The backend sent ${earlier}, and the gateway did not answer (${stopped.failure.why}). The backend then did not send ${missing}.`,
  })
}
