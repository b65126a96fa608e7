import type { EntryOf } from './entry.ts'

/** The content type of a send, empty for none: as a proxy recorded it, or as the scenario set it. `undefined` for the usual one. */
export function declaredType({ contentType, sentAs }: EntryOf<'send-request'>): string | undefined {
  return contentType ?? sentAs
}
