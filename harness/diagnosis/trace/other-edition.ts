import { isDeepStrictEqual } from 'node:util'
import type { EventOnStream } from './sequence-diff.ts'

/** Whether an event that the backend did not send is the opening signal of the edition `envelope`. */
export function isReadySignal({ event, data }: EventOnStream): boolean {
  return event === 'ready' && data === ''
}

/** What is said of an opening signal where the edition has none. */
export const READY_EVENT_EXPLANATION =
  'The client received `event: ready` with empty data, which the backend did not send: that is the opening signal of the edition envelope, and the edition that the gateway is judged by has none.'

/** The event in the form of the edition `envelope` among what was written: unnamed, with its name and data as JSON. */
export function envelopeOf(written: readonly EventOnStream[], due: EventOnStream): EventOnStream | undefined {
  const payload = parsed(due.data)
  if (payload === undefined) return undefined
  return written.find(
    ({ event, data }) => event === 'message' && isDeepStrictEqual(parsed(data), { type: due.event, payload }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
