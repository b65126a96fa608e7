import type { JSONSchema } from 'json-schema-to-ts'

/** `POST /api/testing/tasks/start`. */
export const TASK_START = {
  title: 'Task start',
  description: 'Asks a backend outside production to start a task that runs by itself.',
  type: 'object',
  required: ['task_type'],
  properties: {
    task_type: {
      description: 'A task that succeeds or one that fails.',
      enum: ['demo_task', 'failing_task'],
    },
    params: {
      description: 'How it runs.',
      type: 'object',
      properties: {
        steps: { description: 'How many progress updates it makes.', type: 'integer', minimum: 0 },
        delay: { description: 'Seconds before each step.', type: 'number', minimum: 0 },
      },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
  examples: [{ task_type: 'demo_task', params: { steps: 3, delay: 0.05 } }],
} as const satisfies JSONSchema

/** The answer 200 to a task start. */
export const TASK_STARTED = {
  title: 'Task started',
  description: 'The task that was started, and where to follow it.',
  type: 'object',
  required: ['task_id', 'stream_url', 'status'],
  properties: {
    task_id: { description: 'The new task.', type: 'string', minLength: 1 },
    stream_url: {
      description: 'The request target a client follows it at.',
      type: 'string',
      minLength: 1,
    },
    status: { description: 'How far it is.', type: 'string', minLength: 1 },
  },
  additionalProperties: true,
  examples: [{ task_id: '42', stream_url: '/api/sse/tasks?task_id=42', status: 'pending' }],
} as const satisfies JSONSchema

/** `POST /api/testing/deployments/version`. */
export const VERSION_ANNOUNCEMENT = {
  title: 'Version announcement',
  description: 'Asks a backend outside production to announce a version to one client.',
  type: 'object',
  required: ['request_id', 'version'],
  properties: {
    request_id: { description: 'The client, by the id in its stream URL.', type: 'string', minLength: 1 },
    version: { description: 'The version to announce.', type: 'string', minLength: 1 },
    changelog: { description: 'The changes; null is the same as none.', type: ['string', 'null'] },
  },
  additionalProperties: true,
  examples: [{ request_id: 'abc', version: '1.2.3', changelog: 'Faster search.' }],
} as const satisfies JSONSchema

/** The answer 202 to a version announcement. */
export const VERSION_ANNOUNCED = {
  title: 'Version announced',
  description: 'The state of an announcement.',
  type: 'object',
  required: ['requestId', 'delivered', 'status'],
  properties: {
    requestId: { description: 'The client, as it was named.', type: 'string', minLength: 1 },
    delivered: { description: 'Whether the gateway has accepted it already.', type: 'boolean' },
    status: {
      description: 'The same in a word; `queued` waits for the client to connect.',
      enum: ['delivered', 'queued'],
    },
  },
  additionalProperties: true,
  examples: [
    { requestId: 'abc', delivered: true, status: 'delivered' },
    { requestId: 'abc', delivered: false, status: 'queued' },
  ],
} as const satisfies JSONSchema
