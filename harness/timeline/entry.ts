import type { Callback, SendCommand, SentEvent } from '../contract/payloads.ts'
import type { FrontObservation } from './front-observation.ts'
import type { HeaderValues } from './header-values.ts'
import type { ProcessObservation } from './process-observation.ts'

/** An event as a client decoded it. `event` is `message` where the wire named none. */
export interface ReceivedEvent {
  readonly event: string
  readonly data: string
  readonly lastEventId: string
  /** The data on the wire, where the event came in an envelope. */
  readonly enveloped?: string
  /** The gateway's own signal that the stream is open, and no event of the backend. */
  readonly signal?: true
}

/**
 * How a stream ended, seen from the client.
 *
 * - `clean`: the gateway finished the response
 * - `reset`: the connection broke before the response was finished
 * - `refused`: no connection could be made
 * - `closed-by-client`, `reset-by-client`: the harness itself left
 */
export type StreamEnd = 'clean' | 'reset' | 'refused' | 'closed-by-client' | 'reset-by-client'

/**
 * Why a send got no answer.
 *
 * - `timeout`: none came for as long as a wait may last
 * - `given-up`: the backend did not wait for it
 * - `broken`: its connection broke or was refused
 * - `not-tried`: an earlier send got no answer
 * - `other`: what the scenario itself does, or a send that cannot be made
 */
export type SendFailure = 'timeout' | 'given-up' | 'broken' | 'not-tried' | 'other'

export type { HeaderValues } from './header-values.ts'

/** Plain data, with references to recorded things, by the kinds of their numbers: `{ $stream: 1 }`, `{ $send: 2 }`. */
export type RecordedValue =
  | null
  | boolean
  | number
  | string
  | readonly RecordedValue[]
  | { readonly [name: string]: RecordedValue }

/** What can be recorded. `stream`, `call` and `send` number the exchanges within one timeline. */
export type Observation =
  | {
      readonly kind: 'stream-request'
      readonly stream: number
      readonly method: string
      readonly url: string
      readonly headers: HeaderValues
      /** A stream of this program, opened to prove an order. */
      readonly fence?: true
      /** It goes to the reverse proxy in front of the gateway. */
      readonly front?: true
    }
  | {
      readonly kind: 'stream-response'
      readonly stream: number
      readonly status: number
      readonly headers: HeaderValues
    }
  | { readonly kind: 'stream-bytes'; readonly stream: number; readonly bytes: Buffer }
  | { readonly kind: 'stream-written'; readonly stream: number; readonly event: ReceivedEvent }
  | { readonly kind: 'stream-event'; readonly stream: number; readonly event: ReceivedEvent }
  | { readonly kind: 'stream-comment'; readonly stream: number; readonly text: string }
  | {
      readonly kind: 'stream-end'
      readonly stream: number
      readonly how: StreamEnd
      readonly detail?: string
    }
  | {
      readonly kind: 'callback-request'
      readonly call: number
      readonly stream: number | undefined
      readonly payload: Callback
      readonly method: string
      /** The request target, the query included. */
      readonly target: string
      readonly contentType: string
    }
  | {
      readonly kind: 'callback-response'
      readonly call: number
      readonly status: number
      readonly body: string
      /** Only where a proxy recorded it. */
      readonly contentType?: string
      /** More was announced than ever came: the connection stayed open, or was cut. */
      readonly unended?: true
      /** More was announced than ever came, and the backend broke the connection. */
      readonly brokenOff?: true
      /** A script answered, and not the backend's application, which keeps account of its clients. */
      readonly scripted?: true
      /** All of them where the mock gateway asked; else where the mock backend's are not those of plain JSON. */
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The status of an answer whose body is still to come; only where a proxy recorded it. */
  | { readonly kind: 'callback-head'; readonly call: number; readonly status: number }
  /** A request to the backend that is no callback. */
  | {
      readonly kind: 'backend-request'
      readonly method: string
      readonly target: string
      /** Where the answer is recorded as well. */
      readonly request?: number
      /** Where the harness asks by itself, and not as a gateway; what it sends. */
      readonly by?: 'harness'
      readonly body?: string
      /** What it is, as a noun in a sentence: `a body that is no JSON`. */
      readonly asked?: string
    }
  | {
      readonly kind: 'backend-response'
      readonly request: number
      /** Left out when no answer came. */
      readonly status?: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      /** Why no answer came. */
      readonly failure?: string
    }
  | {
      readonly kind: 'callback-unanswered'
      readonly call: number
      /** The party that ended the exchange without an answer, or at whose end the connection broke. */
      readonly by: 'gateway' | 'backend' | 'network'
      /** The connection broke or was refused, as a network could do as well. */
      readonly broke?: true
      /** The same in words. */
      readonly why: string
      /** What the backend wrote in place of an HTTP answer; empty where it cut the connection. */
      readonly bare?: string
    }
  | {
      readonly kind: 'send-request'
      readonly send: number
      readonly method: string
      readonly address: string
      readonly command: Partial<SendCommand>
      readonly raw: string
      /** Only where a proxy or the mock gateway recorded it. */
      readonly contentType?: string
      /** The content type that the scenario wants to be wrong; empty for none. */
      readonly sentAs?: string
      /** Headers of its own, which no ordinary backend sends. */
      readonly headers?: Readonly<Record<string, string>>
      /** Its bytes, each as one character, where they are no UTF-8. */
      readonly octets?: string
      /** It comes in pieces, or is cut short. */
      readonly isSpecial?: true
      readonly fence: boolean
    }
  | {
      readonly kind: 'send-response'
      readonly send: number
      readonly status: number
      readonly body: string
      readonly contentType?: string
    }
  | {
      readonly kind: 'send-failed'
      readonly send: number
      readonly reason: SendFailure
      /** The same in words. */
      readonly why: string
    }
  | { readonly kind: 'line-sent'; readonly line: number; readonly bytes: Buffer }
  | { readonly kind: 'line-received'; readonly line: number; readonly bytes: Buffer }
  | { readonly kind: 'line-ended'; readonly line: number; readonly how: 'closed' | 'reset' | 'refused' }
  | FrontObservation
  | ProcessObservation
  /** What the harness asks a backend's test hook, and what that answers. */
  | {
      readonly kind: 'hook'
      readonly target: string
      readonly body: string
      readonly answer: string
      readonly isAnswered: boolean
      /** The connection broke or was refused. */
      readonly broke?: true
    }
  /** What a proxy saw or did between two parties. */
  | {
      readonly kind: 'network'
      readonly edge: 'client' | 'callback' | 'send'
      /** Whether bytes were lost, and not only delayed or split. */
      readonly breaks: boolean
      /** Whether everything takes longer on the way; and how much, where that is known: milliseconds. */
      readonly slows?: true
      readonly slowerMs?: number
      readonly text: string
    }
  | { readonly kind: 'callback-held' }
  /** What a scenario expects of what was recorded so far. */
  | {
      readonly kind: 'expectation'
      readonly matcher: string
      readonly subject: RecordedValue
      readonly args: readonly RecordedValue[]
    }
  /** This program itself did not run for a while, so that it saw nothing. */
  | { readonly kind: 'harness-stalled'; readonly ms: number }
  | {
      readonly kind: 'note'
      readonly by?: 'backend'
      readonly text: string
      /** A client does what an HTTP client has no command for. */
      readonly isBare?: true
      /** The backend leaves its port, or takes it again. */
      readonly backend?: 'gone' | 'back'
      /** How long the backend takes for its answer to the callback before, in milliseconds. */
      readonly delayMs?: number
    }

/** One line of the record: when (milliseconds since the timeline began) and what. */
export type Entry = Observation & { readonly at: number }

export type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>

/** Whether a decoded event is what a backend produced: same name (`message` where it gave none), same data. */
export function sameEvent(received: Pick<ReceivedEvent, 'event' | 'data'>, sent: SentEvent): boolean {
  return received.event === (sent.name || 'message') && received.data === sent.data
}
