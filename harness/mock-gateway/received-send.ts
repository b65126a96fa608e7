import type { SendCommand } from '../contract/payloads.ts'

/** A request of the backend to `/internal/send`, as it came in. */
export interface ReceivedSend {
  /** Its number in the timeline. */
  readonly send: number
  readonly method: string
  readonly contentType: string
  readonly raw: string
  readonly command: Partial<SendCommand>
  /** When it came, and when it was answered or given up: the lengths of the timeline then. */
  readonly came: number
  settled: number | undefined
  /** `undefined` while it is not answered, or when it was not answered at all. */
  status: number | undefined
}
