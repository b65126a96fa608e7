import type { DetailsOf } from '../../diagnosis/index.ts'
import { parsed } from '../registry.ts'

/** What a page that reads envelopes makes of an unnamed event: its type, where it parses. */
export function typeIn(data: string): unknown {
  return (parsed(data) as { type?: unknown } | null | undefined)?.type
}

/** What is wrong with the form in which an event was written. */
export function formOf(
  found: { readonly event: string; readonly data: string } | undefined,
  due: { readonly event: string; readonly data: string } | undefined,
): DetailsOf<'gateway'>['what'] {
  const isEnvelope = ({ event, data }: { event: string; data: string }): boolean =>
    event === 'message' && typeIn(data) !== undefined
  if (found === undefined || due === undefined || isEnvelope(found) === isEnvelope(due))
    return 'event-malformed'
  return isEnvelope(due) ? 'event-not-enveloped' : 'unnamed-event-enveloped'
}
