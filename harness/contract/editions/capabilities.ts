/**
 * What a gateway can do, and how. The contract went through several states in public; what differs between them is
 * said here and nowhere else.
 */
export interface Capabilities {
  /** `{event, close}` in the answer to the connect callback is applied, first on the stream. */
  readonly appliesConnectAnswer: boolean
  /** How a named event is written: under `event: name`, or unnamed as `{"type":name,"payload":data}`. */
  readonly eventForm: 'named' | 'envelope'
  /** `{"error":"…"}`, or `{"error":{"message","code"}}`. */
  readonly errorForm: 'text' | 'object'
  /** `event: ready` with empty data follows whatever was kept while the connect callback was open. */
  readonly signalsReady: boolean
  /** A refusal with 400, 401 or 403 is sent on a stream (200, one `event: rejected`) instead of as a status. */
  readonly rejectsOnStream: boolean
  /** Pages of other origins are answered: `Access-Control-Allow-Origin: *`, and preflight requests. */
  readonly crossOrigin: boolean
}

/** A named set of capabilities, and where it can be seen. A gate is always run against a stated one. */
export interface EditionDescription {
  readonly capabilities: Capabilities
  readonly summary: string
  /** The form of its streams, in a sentence or two. */
  readonly streamForm: string
  /** A commit of the public gateway that is of this edition. */
  readonly publicExample: string
}
