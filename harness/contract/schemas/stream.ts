import type { JSONSchema } from 'json-schema-to-ts'

/** The data of an unnamed event that carries a named one. */
export const ENVELOPE = {
  title: 'Envelope',
  description:
    'How a named event travels in editions that write it in an envelope: as the data of an unnamed event. A client ignores other fields.',
  type: 'object',
  required: ['type', 'payload'],
  properties: {
    type: { description: "The event's name.", type: 'string', minLength: 1 },
    payload: { description: "The event's data, which is JSON text and embedded as it was sent." },
  },
  additionalProperties: true,
  examples: [{ type: 'version', payload: { version: '1.2.3' } }],
} as const satisfies JSONSchema

/** The data of the event `rejected`. */
export const REJECTED = {
  title: 'Rejected',
  description:
    'The data of `event: rejected`, the one event on a stream that the backend refused, in editions that refuse on a stream. A client ignores other fields.',
  type: 'object',
  required: ['status', 'message'],
  properties: {
    status: { description: 'The status the backend refused with.', enum: [400, 401, 403] },
    message: { description: 'The meaning of this status, as text for people.', type: 'string' },
  },
  additionalProperties: true,
  examples: [{ status: 403, message: 'Forbidden' }],
} as const satisfies JSONSchema
