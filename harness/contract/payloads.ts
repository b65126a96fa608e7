/**
 * The payloads that cross the callback edge and the send edge, as types.
 *
 * Source: the contract's payload section and the README of the gateway, edition `callback-events`.
 */

/** Headers as Node hands them over: a repeated header may be a list. */
export type ForwardedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** The client's request as the gateway saw it: the raw request target and every header. */
export interface ForwardedRequest {
  readonly url: string
  readonly headers: ForwardedHeaders
}

/** Why a stream ended, as the gateway reports it to the backend. */
export type DisconnectReason = 'client_closed' | 'server_closed' | 'error'

/** `POST $CALLBACK_URL` when a client has asked for a stream. */
export interface ConnectCallback {
  readonly action: 'connect'
  readonly token: string
  readonly request: ForwardedRequest
}

/** `POST $CALLBACK_URL` once a stream that the backend accepted has ended. */
export interface DisconnectCallback {
  readonly action: 'disconnect'
  readonly reason: DisconnectReason
  readonly token: string
  readonly request: ForwardedRequest
}

export type Callback = ConnectCallback | DisconnectCallback

/** One event as the backend produces it. `data` is a string; JSON is text to the gateway. */
export interface SentEvent {
  readonly name?: string
  readonly data: string
}

/** What a backend may answer to a connect callback in the `callback-events` edition. */
export interface ConnectAnswer {
  readonly event?: SentEvent
  readonly close?: boolean
}

/** `POST /internal/send`: an event, a close, or an event followed by a close. */
export interface SendCommand {
  readonly token: string
  readonly event?: SentEvent
  readonly close?: boolean
}
