import type { DisconnectReason } from '../../contract/index.ts'
import type { StreamEnd } from '../../timeline/index.ts'

/** An event as a scenario writes it down. */
export interface ExpectedEvent {
  /** `message` when left out. */
  readonly event?: string
  readonly data: string
}

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Exactly these events, in this order; proven by a fence behind them. */
    toHaveReceived(events: readonly ExpectedEvent[]): Promise<void>
    /** The stream has ended, in good order unless another way is named. */
    toHaveEnded(how?: StreamEnd): Promise<void>
    /** Still open, proven by a fence. */
    toBeOpen(): Promise<void>
    /** No answer yet, proven by another stream's life from beginning to end. */
    toBeWaiting(): Promise<void>
    /** For a stream: this status (or one of these) and no event stream. For a send: this status. */
    toBeRefusedWith(status: number | readonly number[]): Promise<void>
    /** Any error status, and no event stream. */
    toBeRefused(): Promise<void>
    /** Of a send that was not waited for: it has got its answer by now. */
    toBeAnswered(): Promise<void>
    /** The send was answered 200. */
    toBeAccepted(): void
    /** The answer to a refused send is JSON of the edition's form, and gives away nothing internal. */
    toExplainItself(): void
    /** The backend was told once that the stream ended, and why. */
    toBeReportedOnce(reason: DisconnectReason): Promise<void>
    /** The disconnect callback carries the token and the request of the connect callback. */
    toBeReportedAsAnnounced(): Promise<void>
    /** The backend was never told that the stream ended. */
    toBeUnreported(): Promise<void>
    /** The connect callback carries this request target. */
    toBeAnnouncedAs(target: string): Promise<void>
    /** The connect callback carries every header that the client sent, these among them. */
    toBeAnnouncedWith(headers: Readonly<Record<string, string | readonly string[]>>): Promise<void>
    /** The response has a header that matches. */
    toHaveHeader(name: string, pattern: RegExp): void
    /** The response lacks a header. */
    toLackHeader(name: string): void
    /** So many heartbeats come as comments, no faster than the interval (milliseconds) allows. */
    toHaveHeartbeats(count: number, options: { readonly intervalMs: number }): Promise<void>
    /** Nobody asked the backend for this path. */
    toHaveSeenNoRequestFor(path: string): void
    /** Tokens that are random UUIDs, no two the same. */
    toHaveTokensOfTheirOwn(): void
  }
}
