import type { HttpResponse } from '../service/index.ts'

/** What the backend answered to something that was posted to its callback URL. */
export interface CallbackResponse extends HttpResponse {
  /** The gateway that asked: it says which scenario the answer belongs to. */
  readonly gateway: object
  /** What was asked, as a noun in a sentence: `the connect callback for "/api/sse/tasks"`. */
  readonly asked: string
  /** The stream it was about, if it was about one. */
  readonly stream: number | undefined
}
