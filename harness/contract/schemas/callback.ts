import type { JSONSchema } from 'json-schema-to-ts'

const TOKEN = {
  description: 'Names the stream on the send edge. A random UUID, made by the gateway for this stream alone.',
  type: 'string',
  minLength: 1,
} as const satisfies JSONSchema

/** The client's request as the gateway saw it. */
export const FORWARDED_REQUEST = {
  title: 'Forwarded request',
  description:
    "The client's request as the gateway saw it; the disconnect callback repeats that of the connect callback.",
  type: 'object',
  required: ['url', 'headers'],
  properties: {
    url: {
      description: 'The raw request target, query included, nothing decoded.',
      type: 'string',
      minLength: 1,
    },
    headers: {
      description: 'Every header of the request. One that was sent several times may be a list.',
      type: 'object',
      additionalProperties: { type: ['string', 'array'], items: { type: 'string' } },
    },
  },
  additionalProperties: true,
} as const satisfies JSONSchema

const EXAMPLE_TOKEN = '550e8400-e29b-41d4-a716-446655440000'

const EXAMPLE_REQUEST = {
  url: '/api/sse/tasks?task_id=42',
  headers: { host: 'localhost:3000', accept: 'text/event-stream', 'x-tag': ['one', 'two'] },
} as const

/** `POST $CALLBACK_URL` when a client has asked for a stream. */
export const CONNECT_CALLBACK = {
  title: 'Connect callback',
  description:
    'A client asks for a stream; the backend decides by the status of its answer. The gateway may add fields, which a backend ignores.',
  type: 'object',
  required: ['action', 'token', 'request'],
  properties: {
    action: { description: 'Which callback it is.', const: 'connect' },
    token: TOKEN,
    request: FORWARDED_REQUEST,
  },
  additionalProperties: true,
  examples: [{ action: 'connect', token: EXAMPLE_TOKEN, request: EXAMPLE_REQUEST }],
} as const satisfies JSONSchema

/** `POST $CALLBACK_URL` once a stream that the backend accepted has ended. */
export const DISCONNECT_CALLBACK = {
  title: 'Disconnect callback',
  description:
    'A stream that the backend accepted has ended. The gateway may add fields, which a backend ignores.',
  type: 'object',
  required: ['action', 'reason', 'token', 'request'],
  properties: {
    action: { description: 'Which callback it is.', const: 'disconnect' },
    reason: {
      description:
        'The client left or reset the connection (`client_closed`), the backend closed the stream (`server_closed`), or something broke (`error`).',
      enum: ['client_closed', 'server_closed', 'error'],
    },
    token: TOKEN,
    request: FORWARDED_REQUEST,
  },
  additionalProperties: true,
  examples: [
    { action: 'disconnect', reason: 'client_closed', token: EXAMPLE_TOKEN, request: EXAMPLE_REQUEST },
  ],
} as const satisfies JSONSchema
