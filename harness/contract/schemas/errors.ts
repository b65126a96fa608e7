import type { JSONSchema } from 'json-schema-to-ts'

/** A refusal where the edition's error form is `text`. */
export const ERROR_TEXT = {
  title: 'Error, as text',
  description: 'A refusal where errors are text. Nothing internal is in it; a caller ignores other fields.',
  type: 'object',
  required: ['error'],
  properties: { error: { description: 'The reason, as text for people.', type: 'string', minLength: 1 } },
  additionalProperties: true,
  examples: [{ error: 'Token not found' }],
} as const satisfies JSONSchema

/** A refusal where the edition's error form is `object`. */
export const ERROR_OBJECT = {
  title: 'Error, as an object',
  description:
    'A refusal where errors are objects. Nothing internal is in it; a caller ignores other fields.',
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      description: 'The reason.',
      type: 'object',
      required: ['message', 'code'],
      properties: {
        message: { description: 'The reason, as text for people.', type: 'string', minLength: 1 },
        code: { description: 'A stable word for programs.', type: 'string', minLength: 1 },
      },
      additionalProperties: true,
    },
  },
  additionalProperties: true,
  examples: [{ error: { message: 'Token not found', code: 'TOKEN_NOT_FOUND' } }],
} as const satisfies JSONSchema
