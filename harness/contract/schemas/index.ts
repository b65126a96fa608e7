import type { JSONSchema } from 'json-schema-to-ts'
import type { Capabilities } from '../editions/index.ts'
import { CONNECTION_CLOSE, CONNECTION_OPEN, TASK_EVENT, TASK_NOT_FOUND, VERSION } from './application.ts'
import { CONNECT_CALLBACK, DISCONNECT_CALLBACK } from './callback.ts'
import { ERROR_OBJECT, ERROR_TEXT } from './errors.ts'
import { CONNECT_ANSWER, SEND_ANSWER, SEND_COMMAND, SENT_EVENT } from './send.ts'
import { ENVELOPE, REJECTED } from './stream.ts'
import { TASK_START, TASK_STARTED, VERSION_ANNOUNCED, VERSION_ANNOUNCEMENT } from './testing-hooks.ts'

/** A schema of draft 2020-12 that is an object, as all of the contract's are. */
export type PayloadSchema = Exclude<JSONSchema, boolean>

/** One payload of the contract: its schema, and where it crosses the wire. */
export interface Payload {
  readonly schema: PayloadSchema
  readonly from: 'gateway' | 'backend' | 'client' | 'tester'
  readonly to: 'gateway' | 'backend' | 'client' | 'tester'
  /** What carries it, in Markdown. */
  readonly carrier: string
  /** The event whose data it is. */
  readonly event?: string
  /** The capabilities it belongs to; without any, every edition has it. */
  readonly requires?: Partial<Capabilities>
}

const catalogue = {
  'connect-callback': {
    schema: CONNECT_CALLBACK,
    from: 'gateway',
    to: 'backend',
    carrier: '`POST $CALLBACK_URL`',
  },
  'connect-answer': {
    schema: CONNECT_ANSWER,
    from: 'backend',
    to: 'gateway',
    carrier: 'the 2xx answer to the connect callback',
  },
  'disconnect-callback': {
    schema: DISCONNECT_CALLBACK,
    from: 'gateway',
    to: 'backend',
    carrier: '`POST $CALLBACK_URL`',
  },
  'sent-event': {
    schema: SENT_EVENT,
    from: 'backend',
    to: 'gateway',
    carrier: 'the field `event` of a send command or a connect answer',
  },
  'send-command': {
    schema: SEND_COMMAND,
    from: 'backend',
    to: 'gateway',
    carrier: '`POST /internal/send`',
  },
  'send-answer': {
    schema: SEND_ANSWER,
    from: 'gateway',
    to: 'backend',
    carrier: 'the answer 200 to a send',
  },
  'error-text': {
    schema: ERROR_TEXT,
    from: 'gateway',
    to: 'backend',
    carrier: 'the answer to a refused send, and to a client whose stream is refused',
    requires: { errorForm: 'text' },
  },
  'error-object': {
    schema: ERROR_OBJECT,
    from: 'gateway',
    to: 'backend',
    carrier: 'the answer to a refused send, and to a client whose stream is refused',
    requires: { errorForm: 'object' },
  },
  envelope: {
    schema: ENVELOPE,
    from: 'gateway',
    to: 'client',
    carrier: 'the data of an unnamed event, for a named one',
    requires: { eventForm: 'envelope' },
  },
  rejected: {
    schema: REJECTED,
    from: 'gateway',
    to: 'client',
    carrier: 'the data of `rejected`',
    event: 'rejected',
    requires: { rejectsOnStream: true },
  },
  'connection-open': {
    schema: CONNECTION_OPEN,
    from: 'backend',
    to: 'client',
    carrier: 'the data of `connection_open`',
    event: 'connection_open',
    requires: { appliesConnectAnswer: true },
  },
  'connection-close': {
    schema: CONNECTION_CLOSE,
    from: 'backend',
    to: 'client',
    carrier: 'the data of `connection_close`',
    event: 'connection_close',
  },
  'task-event': {
    schema: TASK_EVENT,
    from: 'backend',
    to: 'client',
    carrier: 'the data of `task_event`',
    event: 'task_event',
  },
  'task-not-found': {
    schema: TASK_NOT_FOUND,
    from: 'backend',
    to: 'client',
    carrier: 'the data of `error`',
    event: 'error',
  },
  version: {
    schema: VERSION,
    from: 'backend',
    to: 'client',
    carrier: 'the data of `version`',
    event: 'version',
  },
  'task-start': {
    schema: TASK_START,
    from: 'tester',
    to: 'backend',
    carrier: '`POST /api/testing/tasks/start`',
  },
  'task-started': {
    schema: TASK_STARTED,
    from: 'backend',
    to: 'tester',
    carrier: 'the answer 200 to a task start',
  },
  'version-announcement': {
    schema: VERSION_ANNOUNCEMENT,
    from: 'tester',
    to: 'backend',
    carrier: '`POST /api/testing/deployments/version`',
  },
  'version-announced': {
    schema: VERSION_ANNOUNCED,
    from: 'backend',
    to: 'tester',
    carrier: 'the answer 202 to a version announcement',
  },
} as const satisfies Record<string, Payload>

/** The name of a payload, which is also that of its published schema. */
export type PayloadName = keyof typeof catalogue

/** Every payload of the contract, by name, in the order of a connection's life. */
export const PAYLOADS: Readonly<Record<PayloadName, Payload>> = catalogue

export const PAYLOAD_NAMES = Object.keys(PAYLOADS) as readonly PayloadName[]

/** The payload that is the data of an event with this name, where the contract says so. */
export function payloadOfEvent(event: string): PayloadName | undefined {
  return PAYLOAD_NAMES.find(name => PAYLOADS[name].event === event)
}
