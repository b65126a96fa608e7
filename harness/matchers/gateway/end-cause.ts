import { type DetailsOf, isClosedByAnswer, quoted } from '../../diagnosis/index.ts'
import type { EntryOf, Timeline } from '../../timeline/index.ts'

/** The ends of streams that one close has ended are seen no further apart, in milliseconds. */
const SAME_MOMENT_MS = 250

interface Cause {
  readonly what: DetailsOf<'gateway'>['what']
  /** A sentence. */
  readonly description: string
}

/** What the gateway may have taken for a close, where it ended a stream that was not closed. */
export function causeOfEnd(
  timeline: Timeline,
  { number, token }: { readonly number: number; readonly token: string | undefined },
): Cause | undefined {
  const end = timeline.exchanges.stream(number).end?.at ?? Number.POSITIVE_INFINITY
  const last = timeline.exchanges.sendsTo(token).findLast(({ request }) => request.at < end)?.request
  const description = `The last send to it was ${quoted(last?.raw ?? '', 100)}.`
  if (last !== undefined && /__proto__|"constructor"/.test(last.raw))
    return { what: 'prototype-applied', description }
  if (last?.command.close === false) return { what: 'close-false-applied', description }
  if (isClosedByAnswer(timeline, number)) {
    return {
      what: 'ignored-answer-applied',
      description: 'The connect answer has `close: true`, which this edition ignores.',
    }
  }
  const other = closedWithIt(timeline, token, end)
  return other === undefined
    ? undefined
    : { what: 'close-on-wrong-stream', description: `The backend had closed another stream (${other.url}).` }
}

/** The last stream that the backend had closed before this end, and whose own end had not come by then or comes with it. */
function closedWithIt(
  timeline: Timeline,
  token: string | undefined,
  end: number,
): EntryOf<'stream-request'> | undefined {
  const { exchanges } = timeline
  return timeline
    .all('send-request')
    .filter(({ at, command }) => at < end && command.close === true && command.token !== token)
    .flatMap(({ command }) => exchanges.stream(exchanges.streamWith(command.token)).request ?? [])
    .findLast(({ stream }) => {
      const own = exchanges.stream(stream).end?.at ?? Number.POSITIVE_INFINITY
      return own > end - SAME_MOMENT_MS
    })
}
