import { SEND_PATH } from '../../contract/paths.ts'
import type { Timeline } from '../../timeline/index.ts'
import { backendFault, gatewayFault, type ViolationError } from '../violation.ts'
import { findBlockingSend } from './blocking-send.ts'
import type { FollowedStream } from './event-sources.ts'
import { isClosedByAnswer, isWhileOpening } from './event-sources.ts'
import { prematureDisconnect } from './premature-disconnect.ts'

/** A stream should have ended and has not: who did not do their part? */
export function traceClose(
  timeline: Timeline,
  gatewayAddress: string,
  stream: Pick<FollowedStream, 'number' | 'token'>,
  how: string,
): ViolationError {
  const expected = `end of stream: ${how}`
  const closes = timeline.exchanges
    .sendsTo(stream.token)
    .filter(({ request }) => request.command.close === true)
  const sent = closes.find(
    ({ request, response }) => request.address === gatewayAddress && response?.status === 200,
  )
  const accepted = sent !== undefined || isClosedByAnswer(timeline, stream.number)
  const stopped = accepted
    ? undefined
    : findBlockingSend(timeline, gatewayAddress, stream, 'the close', expected)
  if (stopped !== undefined) return stopped
  const premature = accepted ? undefined : prematureDisconnect(timeline, stream, 'did not close it', expected)
  if (premature !== undefined) return premature
  if (!accepted) {
    return backendFault(stream, {
      expected,
      what: 'stream-not-closed',
      summary: `The backend did not close this stream, neither in its connect answer nor through ${SEND_PATH}; the stream is still open.`,
    })
  }
  return gatewayFault(stream, {
    expected,
    what:
      sent === undefined
        ? 'connect-close-not-applied'
        : isWhileOpening(timeline, stream, sent.request.at)
          ? 'buffered-close-not-applied'
          : 'close-not-applied',
    summary: `${sent === undefined ? 'The backend answered the connect callback with a close of this stream' : 'The gateway accepted a close of this stream (200)'}. The stream is still open: the gateway then wrote to it the marker that this program sent after the close (the fence).`,
  })
}
