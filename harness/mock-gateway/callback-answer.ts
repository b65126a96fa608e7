import type { Reply } from '../service/index.ts'
import type { MockGateway } from './mock-gateway.ts'

/** What the backend answered to something that was posted to its callback URL. */
export interface CallbackAnswer extends Reply {
  readonly gateway: MockGateway
  /** What was asked, as a noun in a sentence: `the connect callback for "/api/sse/tasks"`. */
  readonly asked: string
  /** The stream it was about, if it was about one. */
  readonly stream: number | undefined
}
