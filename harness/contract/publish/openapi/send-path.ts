import { PAYLOADS } from '../../schemas/index.ts'
import { schemaOf } from './components.ts'
import { editionsWith } from './editions.ts'
import { refusal } from './responses.ts'

const [EVENT, CLOSE, EVENT_AND_CLOSE] = PAYLOADS['send-command'].schema.examples as readonly unknown[]

/** `POST /internal/send`: the requests of a backend to the gateway. */
export const SEND_OPERATIONS = {
  post: {
    operationId: 'send',
    tags: ['send'],
    summary: 'Puts an event on a stream, closes it, or both in this order',
    description: `Accepted events of one token reach its client once each, in the order of acceptance. Events accepted before the stream opens are kept until it opens. In ${editionsWith(({ eventForm }) => eventForm === 'envelope')} the data of a named event is JSON.`,
    requestBody: {
      required: true,
      description: 'At least 64 KB of `data` are accepted.',
      content: {
        'application/json': {
          schema: schemaOf('send-command'),
          examples: {
            event: { summary: 'an event', value: EVENT },
            close: { summary: 'a close', value: CLOSE },
            'event-and-close': { summary: 'an event, then a close', value: EVENT_AND_CLOSE },
          },
        },
      },
    },
    responses: {
      200: {
        description: 'It is delivered, or will be when the stream opens, or the stream has ended.',
        content: { 'application/json': { schema: schemaOf('send-answer') } },
      },
      400: refusal(
        'Not JSON, a field missing or of a wrong type, text that no client could receive unchanged, or, from some gateways, a field outside the contract.',
      ),
      404: refusal('No stream with this token is open: the token is unknown, or its stream has ended.'),
      413: refusal('The body is too large.'),
      default: refusal('Refused for another reason.'),
    },
  },
} as const
