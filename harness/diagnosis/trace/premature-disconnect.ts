import { quoted } from '../../redaction/printable.ts'
import type { Timeline } from '../../timeline/index.ts'
import { gatewayFault, type ViolationError } from '../violation.ts'

/**
 * Whether the gateway reported the end of a stream that is still open: the backend then has no reason to continue it.
 * @param missing what the backend did not do, e.g. `sent no event "version" to it`
 */
export function prematureDisconnect(
  timeline: Timeline,
  stream: { readonly number: number; readonly token: string | undefined },
  missing: string,
  expected: string,
): ViolationError | undefined {
  const { number, token } = stream
  // Of one that has ended, the callback may overtake the end on its way to the client.
  const hasEnded = timeline.exchanges.stream(number).end !== undefined
  const disconnect = timeline
    .all('callback-request')
    .find(({ payload }) => payload.action === 'disconnect' && payload.token === token)
  if (disconnect === undefined || hasEnded) return undefined
  return gatewayFault([number], {
    what: 'disconnect-callback-for-other-stream',
    summary: `The gateway made a disconnect callback with the token ${quoted(token ?? '')}, but the stream of that token is still open. The backend then ${missing}.`,
    expected,
  })
}
