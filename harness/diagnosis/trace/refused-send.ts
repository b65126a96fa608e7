import type { SendExchange, Timeline } from '../../timeline/index.ts'
import type { DetailsOf } from '../violation.ts'
import { type FollowedStream, isWhileOpening } from './event-sources.ts'

/** A correct send that the gateway refused: before its stream opened, or later. */
export function refusedSend(
  timeline: Timeline,
  stream: Pick<FollowedStream, 'number'>,
  exchange: SendExchange | undefined,
): Pick<DetailsOf<'gateway'>, 'what'> {
  const isEarly = exchange !== undefined && isWhileOpening(timeline, stream, exchange.request.at)
  return { what: isEarly ? 'send-refused-during-connect' : 'send-refused' }
}
