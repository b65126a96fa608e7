import type { JSONSchema } from 'json-schema-to-ts'

/** One event as the backend produces it. */
export const SENT_EVENT = {
  title: 'Sent event',
  description: 'One event as the backend produces it.',
  type: 'object',
  required: ['data'],
  properties: {
    name: {
      description: 'The name a client listens for; without one, or with an empty one, the event is unnamed.',
      type: 'string',
    },
    data: {
      description: 'The string that the client receives. JSON is text to the gateway.',
      type: 'string',
    },
  },
  additionalProperties: true,
  examples: [{ name: 'task_event', data: '{"task_id":"42"}' }, { data: 'one line\nand another' }],
} as const satisfies JSONSchema

const CLOSE = {
  description: 'Whether the stream ends. An event in the same send is delivered first.',
  type: 'boolean',
} as const satisfies JSONSchema

/** The answer to a connect callback. */
export const CONNECT_ANSWER = {
  title: 'Connect answer',
  description:
    'The answer of a backend to a connect callback, with a 2xx status; an empty body means `{}`. Where an edition does not apply the answer, the gateway ignores it, as it ignores unknown fields.',
  type: 'object',
  properties: { event: SENT_EVENT, close: CLOSE },
  additionalProperties: true,
  examples: [{ event: { name: 'connection_open', data: '{"status": "connected"}' } }, { close: true }, {}],
} as const satisfies JSONSchema

/** `POST /internal/send`: an event, a close, or an event followed by a close. */
export const SEND_COMMAND = {
  title: 'Send command',
  description:
    'An event, a close, or an event followed by a close, for one stream. A gateway delivers a send with unknown fields, or refuses it with 400.',
  type: 'object',
  required: ['token'],
  properties: {
    token: { description: 'The token of the connect callback.', type: 'string' },
    event: SENT_EVENT,
    close: CLOSE,
  },
  additionalProperties: true,
  examples: [
    {
      token: '550e8400-e29b-41d4-a716-446655440000',
      event: { name: 'version', data: '{"version":"1.2.3"}' },
    },
    { token: '550e8400-e29b-41d4-a716-446655440000', close: true },
    {
      token: '550e8400-e29b-41d4-a716-446655440000',
      event: { name: 'connection_close', data: '{"reason":"task_completed"}' },
      close: true,
    },
  ],
} as const satisfies JSONSchema

/** The answer 200 to a send. */
export const SEND_ANSWER = {
  title: 'Send answer',
  description: 'How a send was taken. A gateway may add fields, which a backend ignores.',
  type: 'object',
  required: ['status'],
  properties: {
    status: {
      description:
        'Taken over (`ok`), or kept until the connect callback is answered and the stream opens (`buffered`).',
      enum: ['ok', 'buffered'],
    },
  },
  additionalProperties: true,
  examples: [{ status: 'ok' }, { status: 'buffered' }],
} as const satisfies JSONSchema
