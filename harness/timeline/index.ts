export { declaredType } from './declared-type.ts'
export {
  type Entry,
  type EntryOf,
  type HeaderValues,
  type Observation,
  type ReceivedEvent,
  type RecordedValue,
  type SendFailure,
  type StreamEnd,
  sameEvent,
} from './entry.ts'
export type { CallbackExchange, SendExchange } from './exchanges.ts'
export { markerIn, nextMarker } from './fence-marker.ts'
export { nextCall, nextSend } from './sequence-numbers.ts'
export { DEFAULT_LIMIT_MS, Timeline, type WaitOptions } from './timeline.ts'
