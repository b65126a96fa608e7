import type { EntryOf } from './entry.ts'

/** The content type of a send, empty for none: as it was overheard, or as the scenario wanted it. `undefined` where it is the usual one. */
export function declaredType({ contentType, sentAs }: EntryOf<'send-request'>): string | undefined {
  return contentType ?? sentAs
}
