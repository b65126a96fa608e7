import { PAYLOADS } from '../../schemas/index.ts'
import { schemaOf } from './components.ts'

/** The security scheme of the callback, by name. */
export const CALLBACK_SECRET = 'callbackSecret'

/** `POST $CALLBACK_URL`: what the gateway asks of the backend. */
export const CALLBACK_OPERATIONS = {
  servers: [{ url: 'http://localhost:5000', description: 'The backend' }],
  post: {
    operationId: 'callback',
    tags: ['callback'],
    summary: 'Tells the backend that a stream is asked for, or has ended',
    description:
      'Served by the backend, at whatever address the gateway has as `CALLBACK_URL`; this is the one of the Flask application. Each callback is sent once, and never again. Every stream that the backend accepted is followed by exactly one disconnect callback.',
    security: [{ [CALLBACK_SECRET]: [] }, {}],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            oneOf: [schemaOf('connect-callback'), schemaOf('disconnect-callback')],
            discriminator: {
              propertyName: 'action',
              mapping: {
                connect: schemaOf('connect-callback').$ref,
                disconnect: schemaOf('disconnect-callback').$ref,
              },
            },
          },
          examples: {
            connect: { value: PAYLOADS['connect-callback'].schema.examples?.[0] },
            disconnect: { value: PAYLOADS['disconnect-callback'].schema.examples?.[0] },
          },
        },
      },
    },
    responses: {
      '2XX': {
        description: [
          'A connect is accepted; a disconnect is heard, and its answer changes nothing. The body may be empty.',
          '',
          '- `callback-events`: event and close are applied, first on the stream.',
          '- `send-only`, `envelope`: the body is ignored.',
        ].join('\n'),
        content: { 'application/json': { schema: schemaOf('connect-answer') } },
      },
      400: {
        description: 'Refused: not JSON, an unknown action or path, a parameter missing or with a colon.',
      },
      401: { description: 'Refused: in production the secret has to be right.' },
      default: {
        description:
          'Refused. The client gets the same status; a redirect is a refusal too, and is not followed.',
      },
    },
  },
} as const
