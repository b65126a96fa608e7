import type { JSONSchema } from 'json-schema-to-ts'

/** The data of the event `connection_open`. */
export const CONNECTION_OPEN = {
  title: 'Connection open',
  description:
    'The data of `connection_open`, which the backend puts into its answer to the connect callback.',
  type: 'object',
  required: ['status'],
  properties: { status: { description: 'The backend has accepted the stream.', const: 'connected' } },
  additionalProperties: true,
  examples: [{ status: 'connected' }],
} as const satisfies JSONSchema

/** The data of the event `connection_close`. */
export const CONNECTION_CLOSE = {
  title: 'Connection close',
  description: 'The data of `connection_close`, the last event before the backend closes a task stream.',
  type: 'object',
  required: ['reason'],
  properties: {
    reason: {
      description: 'Why the stream ends.',
      enum: ['task_completed', 'task_failed', 'task_not_found'],
    },
  },
  additionalProperties: true,
  examples: [{ reason: 'task_completed' }],
} as const satisfies JSONSchema

/** The data of the event `task_event`. */
export const TASK_EVENT = {
  title: 'Task event',
  description:
    'The data of `task_event`. `task_completed` and `task_failed` are followed by `connection_close`.',
  type: 'object',
  required: ['event_type', 'task_id', 'timestamp', 'data'],
  properties: {
    event_type: {
      description: 'The state of the task.',
      enum: ['task_started', 'progress_update', 'task_completed', 'task_failed'],
    },
    task_id: { description: 'The task the stream follows.', type: 'string', minLength: 1 },
    timestamp: { description: 'When it did so, as in ISO 8601.', type: 'string', minLength: 1 },
    data: { description: 'Details; they depend on `event_type`.', type: ['object', 'null'] },
  },
  additionalProperties: true,
  examples: [
    {
      event_type: 'progress_update',
      task_id: '42',
      timestamp: '2025-11-08T12:00:00.000Z',
      data: { text: 'Step 1/3', value: 0.33 },
    },
    { event_type: 'task_started', task_id: '42', timestamp: '2025-11-08T12:00:00.000Z', data: null },
  ],
} as const satisfies JSONSchema

/** The data of the event `error` on the stream of an unknown task. */
export const TASK_NOT_FOUND = {
  title: 'Task not found',
  description: 'The data of `error` on the stream of an unknown task; `connection_close` follows.',
  type: 'object',
  required: ['error', 'task_id'],
  properties: {
    error: { description: 'The reason.', const: 'Task not found' },
    task_id: { description: 'The task the client asked for.', type: 'string', minLength: 1 },
  },
  additionalProperties: true,
  examples: [{ error: 'Task not found', task_id: '42' }],
} as const satisfies JSONSchema

/** The data of the event `version`. */
export const VERSION = {
  title: 'Version',
  description: 'The data of `version`: the frontend version that has been deployed.',
  type: 'object',
  required: ['version'],
  properties: {
    version: { description: 'The version now deployed.', type: 'string', minLength: 1 },
    changelog: { description: 'The changes, as text for people.', type: 'string' },
  },
  additionalProperties: true,
  examples: [{ version: '1.2.3', changelog: 'Faster search.' }, { version: '1.2.4' }],
} as const satisfies JSONSchema
