/**
 * The payloads of the contract as types, derived from their schemas. Nothing is loaded when this is imported for its
 * types, so that a gateway without dependencies can be written against it.
 */
import type {
  CONNECTION_CLOSE,
  CONNECTION_OPEN,
  TASK_EVENT,
  TASK_NOT_FOUND,
  VERSION,
} from './schemas/application.ts'
import type { CONNECT_CALLBACK, DISCONNECT_CALLBACK, FORWARDED_REQUEST } from './schemas/callback.ts'
import type { ERROR_OBJECT, ERROR_TEXT } from './schemas/errors.ts'
import type { CONNECT_ANSWER, SEND_ANSWER, SEND_COMMAND, SENT_EVENT } from './schemas/send.ts'
import type { ENVELOPE, REJECTED } from './schemas/stream.ts'
import type { TASK_START, VERSION_ANNOUNCED, VERSION_ANNOUNCEMENT } from './schemas/testing-hooks.ts'
import type { ValueOf } from './schemas/value-of.ts'

/** The client's request as the gateway saw it: the raw request target and every header. */
export type ForwardedRequest = ValueOf<typeof FORWARDED_REQUEST>

/** Headers as Node hands them over: a repeated header may be a list. */
export type ForwardedHeaders = ForwardedRequest['headers']

/** `POST $CALLBACK_URL` when a client has asked for a stream. */
export type ConnectCallback = ValueOf<typeof CONNECT_CALLBACK>

/** `POST $CALLBACK_URL` once a stream that the backend accepted has ended. */
export type DisconnectCallback = ValueOf<typeof DISCONNECT_CALLBACK>

export type Callback = ConnectCallback | DisconnectCallback

/** Why a stream ended, as the gateway reports it to the backend. */
export type DisconnectReason = DisconnectCallback['reason']

/** One event as the backend produces it. `data` is a string; JSON is text to the gateway. */
export type SentEvent = ValueOf<typeof SENT_EVENT>

/** The answer to a connect callback in the `callback-events` edition. */
export type ConnectAnswer = ValueOf<typeof CONNECT_ANSWER>

/** `POST /internal/send`: an event, a close, or an event followed by a close. */
export type SendCommand = ValueOf<typeof SEND_COMMAND>

/** The answer 200 to a send. */
export type SendAnswer = ValueOf<typeof SEND_ANSWER>

/** A refusal where the edition's error form is `text`. */
export type ErrorText = ValueOf<typeof ERROR_TEXT>

/** A refusal where the edition's error form is `object`. */
export type ErrorObject = ValueOf<typeof ERROR_OBJECT>

/** A named event as the data of an unnamed one. */
export type Envelope = ValueOf<typeof ENVELOPE>

/** The data of `rejected`. */
export type Rejected = ValueOf<typeof REJECTED>

/** The data of `connection_open`. */
export type ConnectionOpen = ValueOf<typeof CONNECTION_OPEN>

/** The data of `connection_close`. */
export type ConnectionClose = ValueOf<typeof CONNECTION_CLOSE>

/** The data of `task_event`. */
export type TaskEvent = ValueOf<typeof TASK_EVENT>

/** The data of `error` on the stream of an unknown task. */
export type TaskNotFound = ValueOf<typeof TASK_NOT_FOUND>

/** The data of `version`. */
export type Version = ValueOf<typeof VERSION>

/** `POST /api/testing/tasks/start`, and what it is answered. */
export type TaskStart = ValueOf<typeof TASK_START>

/** `POST /api/testing/deployments/version`, and what it is answered. */
export type VersionAnnouncement = ValueOf<typeof VERSION_ANNOUNCEMENT>
export type VersionAnnounced = ValueOf<typeof VERSION_ANNOUNCED>
