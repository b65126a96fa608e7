import type { DisconnectReason, SentEvent } from '../../contract/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { ExpectedEvent } from '../../scenario/expected-event.ts'
import type { CheckOutcome } from '../../session/image-control.ts'
import type { StreamEnd } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Exactly these events, in this order, as the backend produced them; proven by a fence after them. A backend that
     * works by itself is given time to produce them first.
     */
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
    /** Of a stream that the backend closes: the close is answered by the time other streams have gone through their lives. */
    toHaveCloseAnswered(): Promise<void>
    /** The send was answered 200. */
    toBeAccepted(): void
    /** The send was answered 200, in the contract's form. */
    toHaveValidSendAnswer(): void
    /** A refusal, of a send or a client, is JSON of the edition's form, and gives away nothing internal. */
    toHaveErrorBody(): void
    /** The stream opened, or was refused with a status from 500 on. */
    toHaveOpenedOrFailed(): Promise<void>
    /** The answer repeats none of these, and shows nothing of the gateway's inside. */
    toNotLeak(secrets: readonly (string | undefined)[]): void
    /** The answer has one of these statuses. */
    toHaveStatus(allowed: readonly number[]): void
    /** The backend got no connect callback for this request. */
    toHaveNoConnectCallback(): Promise<void>
    /** Of a backend: it got one connect callback for this stream. */
    toHaveOneConnectCallback(stream: StreamView): void
    /** Of a line: what was said on it was refused with a 4xx status, or the connection was cut. */
    toBeClosedOrRefused(): void
    /** Of a line: the gateway closes it. */
    toBeClosedAfterAnswer(): Promise<void>
    /** The connect callback has the contract's form, and went to the callback URL with its secret. */
    toHaveValidConnectCallback(secret: string | undefined): Promise<void>
    /** The disconnect callback has the contract's form, and went to the callback URL with its secret. */
    toHaveValidDisconnectCallback(secret: string | undefined): Promise<void>
    /** The events of these sends that were accepted, in this order; the others were refused as the sender's mistake. */
    toHaveReceivedAccepted(sents: readonly SendResult[]): Promise<void>
    /** Exactly these events, in whatever order. */
    toHaveReceivedInAnyOrder(events: readonly ExpectedEvent[]): Promise<void>
    /** The events of these sends that were accepted, in whatever order; the others were refused with 404. */
    toHaveReceivedAcceptedInAnyOrder(sents: readonly SendResult[]): Promise<void>
    /** At most one event, and no envelope of another type. */
    toHaveOnlyEventType(name: string): Promise<void>
    /** The stream's one event is `rejected`, with this status. */
    toHaveRejectedEvent(status: number): void
    /** Of a request that is over: its end was reported once, for whatever reason, if it was announced at all. */
    toBeReportedIfAnnounced(): Promise<void>
    /** Of a raw connection: after a refusal it was closed, or took the next send, whose event reached the stream. */
    toAcceptNextSend(stream: StreamView, event: ExpectedEvent): Promise<void>
    /** Of streams of a gateway that has ended: each was reported once by then, for one of these reasons. */
    toHaveBeenReportedByNow(reasons: readonly DisconnectReason[]): void
    /** No event but those of these sends, and no id. */
    toHaveNothingInjected(sents: readonly SendResult[]): Promise<void>
    /** No line of the stream is a field of these names. */
    toCarryNoFields(names: readonly string[]): void
    /** Every byte so far is UTF-8. */
    toBeUtf8(): void
    /** Exactly these events, as they are on the wire: out of no envelope. */
    toHaveWritten(events: readonly { readonly event: string; readonly data: string }[]): Promise<void>
    /** This one event, its data the same JSON value. */
    toHaveSameJson(event: SentEvent): Promise<void>
    /** One opening signal, in this place (0 is the first) among the events. */
    toSignalReady(place: number): Promise<void>
    /** Of the end of a gateway: exit code 0, or by the signal that it was sent. */
    toExitCleanly(signal: NodeJS.Signals): Promise<void>
    /** Of a gateway that was launched: it ended with an exit code other than 0. */
    toHaveRefusedToStart(): Promise<void>
    /** Of a gateway that was launched and is stopped: it ended by itself, and not because a port was taken. */
    toRejectInvalidPort(): Promise<void>
    /** Of a gateway that was launched and is stopped: it printed a line with this that an ordinary one does not. */
    toHaveLoggedInvalid(name: string, ordinary: readonly string[]): void
    /** Of a gateway that was launched: it answers GET of the path with this status. */
    toAnswer(path: string, status: number): Promise<void>
    /** Of a gateway that was launched: /readyz is 503, or it ended with an exit code other than 0. */
    toBeNotReadyOrExited(): Promise<void>
    /** Of a gateway: nothing it printed holds this. */
    toNotLog(secret: string): Promise<void>
    /** Of an image: its gateway runs as a user that is not root. */
    toRunAsNoRoot(): Promise<void>
    /** Of an image: it has a HEALTHCHECK. */
    toStateHealthcheck(): void
    /** Of an image whose gateway serves: its HEALTHCHECK succeeded. */
    toBeHealthy(outcome: CheckOutcome): void
    /** Of an image whose gateway does not answer: its HEALTHCHECK failed. */
    toBeUnhealthy(outcome: CheckOutcome): void
    /** Of the end of a gateway that its engine stopped: it was not killed. */
    toHaveStoppedInTime(isWrapped: boolean): void
    /** Of a gateway that was launched with a read-only root file system: it serves. */
    toServeReadOnly(): void
    /** Of a gateway that was launched: it is reached at its published port. */
    toBeReachable(): void
    /** Of a gateway that was launched without PORT: it serves the exposed port. */
    toServeExposedPort(port: number): void
    /** Of streams that ended together: each was reported once, for one of these reasons. */
    toHaveBeenReportedOnceEach(reasons: readonly DisconnectReason[]): Promise<void>
    /** The gateway made one disconnect callback for the stream, with this reason. */
    toBeReportedOnce(reason: DisconnectReason): Promise<void>
    /** The disconnect callback carries the token and the request of the connect callback. */
    toEchoConnectRequest(): Promise<void>
    /** The gateway made no disconnect callback for the stream. */
    toBeUnreported(): Promise<void>
    /** The connect callback carries this request target. */
    toHaveConnectTarget(target: string): Promise<void>
    /** The connect callback carries every header that the client sent, these among them. */
    toHaveConnectHeaders(headers: Readonly<Record<string, string | readonly string[]>>): Promise<void>
    /** The response has a header that matches; `due` says in words what does. */
    toHaveHeader(name: string, pattern: RegExp, due?: string): void
    /** The response lacks a header. */
    toLackHeader(name: string): void
    /** So many heartbeats come as comments, no faster than the interval (milliseconds) allows. */
    toHaveHeartbeats(count: number, options: { readonly intervalMs: number }): Promise<void>
    /** So many events have come, before anything more is sent. */
    toHaveReceivedByNow(count: number): Promise<void>
    /** Open, with a heartbeat at the end of an interval (milliseconds) in which nothing was sent. */
    toOutliveSilence(intervalMs: number): Promise<void>
    /** The reverse proxy told the gateway who asks, and how. */
    toHaveForwardedHeaders(): Promise<void>
    /** The reverse proxy did not pass the request to the gateway. */
    toHaveStayedOutside(): void
    /** The reverse proxy asked the gateway in HTTP/1.1. */
    toBeAskedInHttp11(): Promise<void>
    /** The backend got no request for this path. */
    toHaveSeenNoRequestFor(path: string): void
    /** Tokens that are random UUIDs, no two the same. */
    toHaveUniqueTokens(): void
  }
}
