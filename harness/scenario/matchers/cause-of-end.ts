import type { Timeline } from '../../timeline/index.ts'
import { type DetailsOf, isClosedByAnswer, quoted, sendsTo, streamOf } from '../../verdict/index.ts'

interface Cause {
  readonly what: DetailsOf<'gateway'>['what']
  /** A sentence. */
  readonly told: string
}

/** What a gateway may have taken for a close, that ended a stream which nobody had closed. */
export function causeOfEnd(
  timeline: Timeline,
  { number, token }: { readonly number: number; readonly token: string | undefined },
): Cause | undefined {
  const end =
    timeline.all('stream-end').find(entry => entry.stream === number)?.at ?? Number.POSITIVE_INFINITY
  const last = sendsTo(timeline, token).findLast(({ request }) => request.at < end)?.request
  const told = `The last send to it was ${quoted(last?.raw ?? '', 100)}.`
  if (last !== undefined && /__proto__|"constructor"/.test(last.raw))
    return { what: 'prototype-applied', told }
  if (last?.command.close === false) return { what: 'close-false-applied', told }
  if (isClosedByAnswer(timeline, number)) {
    return {
      what: 'ignored-answer-applied',
      told: 'The connect answer has `close: true`, which this edition ignores.',
    }
  }
  const other = timeline
    .all('send-request')
    .findLast(({ at, command }) => at < end && command.close === true && command.token !== token)
  const stream = streamOf(timeline, other?.command.token)
  const asked = timeline.all('stream-request').find(entry => entry.stream === stream)
  return asked === undefined
    ? undefined
    : { what: 'close-on-wrong-stream', told: `The backend had closed another stream (${asked.url}).` }
}
