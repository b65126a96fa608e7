import { randomBytes } from 'node:crypto'
import type { SentEvent } from '../contract/payloads.ts'

const run = randomBytes(4).toString('hex')
let count = 0

/** The event that a fence sends. Its data is JSON, so that it fits the wire form of every edition. */
export interface Marker {
  readonly id: string
  readonly event: SentEvent
}

export function nextMarker(): Marker {
  count += 1
  const id = `${run}-${count}`
  return { id, event: { name: 'fence', data: JSON.stringify({ fence: id }) } }
}

/** The id of the marker that an event carries, in whatever wire form, also as JSON within JSON; `undefined` for any other event. */
export function markerIn(data: unknown): string | undefined {
  if (typeof data !== 'string' || data.length > 200) return undefined
  return /\\*"fence\\*":\\*"([0-9a-f]{8}-\d+)\\*"/.exec(data)?.[1]
}
