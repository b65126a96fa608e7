import type { EntryOf, Timeline } from '../../timeline/index.ts'

/** The stations of a connect callback: the gateway calls, the backend answers, the gateway does as the answer says. */
type CallbackHop = 'called' | 'answered' | 'applied'

/** How far the connect callback of a stream has come. */
export interface ConnectProgress {
  /** The last hop that the record shows; `undefined` where the callback was never made. */
  readonly reached: CallbackHop | undefined
  /** What the backend answered. */
  readonly answer: EntryOf<'callback-response'> | EntryOf<'callback-head'> | undefined
  /** What the gateway answered the client. */
  readonly response: EntryOf<'stream-response'> | undefined
}

export function connectProgress(timeline: Timeline, stream: number): ConnectProgress {
  const connect = timeline.exchanges.connect(stream)
  const answer = connect.response ?? connect.head
  const { response } = timeline.exchanges.stream(stream)
  const reached =
    connect.request === undefined
      ? undefined
      : answer === undefined
        ? 'called'
        : response !== undefined && isAccepting(answer) === opensStream(response)
          ? 'applied'
          : 'answered'
  return { reached, answer, response }
}

/** Whether the backend lets the stream open. */
export function isAccepting({ status }: { readonly status: number }): boolean {
  return status >= 200 && status < 300
}

/** Whether this is the head of an event stream, and no other answer. */
export function opensStream(response: EntryOf<'stream-response'>): boolean {
  return response.status === 200 && isEventStream(response)
}

/** Whether what follows is declared as an event stream, whatever the status. */
export function isEventStream({ headers }: EntryOf<'stream-response'>): boolean {
  return /^text\/event-stream\s*(?:;|$)/i.test(String(headers['content-type'] ?? ''))
}

/** How a client's request ended without an answer, in parentheses; empty while it is open. */
export function describeEnd(timeline: Timeline, stream: number): string {
  const { end } = timeline.exchanges.stream(stream)
  return end === undefined ? '' : ` (${end.how}${end.detail === undefined ? '' : `, ${end.detail}`})`
}
