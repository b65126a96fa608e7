import { EDITION_DESCRIPTIONS, EDITIONS, REJECTED_STATUSES } from '../../editions/index.ts'
import { editionsWith } from './editions.ts'
import { refusal } from './responses.ts'

/** The editions that refuse a stream on the stream. */
const REJECTING = editionsWith(({ rejectsOnStream }) => rejectsOnStream)

const STREAM = {
  description: [
    'The backend accepted the stream: it opens at once, and events follow as long as it stays open.',
    '',
    ...EDITIONS.map(edition => `- \`${edition}\`: ${EDITION_DESCRIPTIONS[edition].streamForm}`),
    '',
    'Silent streams carry comments as heartbeats, which clients do not dispatch.',
  ].join('\n'),
  headers: {
    'Cache-Control': { description: 'A stream is not to be cached.', schema: { type: 'string' } },
    'Access-Control-Allow-Origin': {
      description: '`*`, from gateways that answer pages of other origins.',
      schema: { type: 'string' },
    },
  },
  content: {
    'text/event-stream': {
      schema: { type: 'string', description: 'WHATWG HTML, "Server-sent events".' },
      examples: {
        named: {
          summary: `in ${editionsWith(({ eventForm }) => eventForm === 'named')}`,
          value: 'event: version\ndata: {"version":"1.2.3"}\n\n: heartbeat\n\n',
        },
        envelope: {
          summary: `in ${editionsWith(({ eventForm }) => eventForm === 'envelope')}`,
          value: 'event: ready\ndata:\n\ndata: {"type":"version","payload":{"version":"1.2.3"}}\n\n',
        },
        rejected: {
          summary: `in ${REJECTING}, refused by the backend`,
          value: 'event: rejected\ndata: {"status":403,"message":"Forbidden"}\n\n',
        },
      },
    },
  },
} as const

/** `GET /{path}`: what a client asks of the gateway. */
export const STREAM_PATH = {
  parameters: [
    {
      name: 'path',
      in: 'path',
      required: true,
      description:
        "Any path, slashes and query included, that is not one of the gateway's own. The backend gets it as the client wrote it.",
      schema: { type: 'string' },
    },
  ],
  get: {
    operationId: 'openStream',
    tags: ['client'],
    summary: 'Asks for a stream',
    description:
      'The gateway asks the backend with a connect callback, which carries the request target and every header, and answers by what the backend decides.',
    parameters: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        description: 'Sent by a browser that reconnects; forwarded to the backend like every header.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: STREAM,
      '4XX': refusal(
        `The backend refused with this status. In ${REJECTING} ${REJECTED_STATUSES.join(', ')} are sent on a stream instead (200).`,
      ),
      502: refusal(
        'The backend gave an answer that is not HTTP, or a redirect; either may also be answered 503.',
      ),
      503: refusal('The backend could not be reached, or the gateway knows none.'),
      504: refusal('The backend did not answer the connect callback within 5 s.'),
      '5XX': refusal(
        'The backend refused with this status, or with a redirect, which is a refusal and not followed.',
      ),
    },
  },
  options: {
    operationId: 'preflight',
    tags: ['client'],
    summary: 'Asks whether a page of another origin may ask for a stream',
    description: `Answered so in ${editionsWith(({ crossOrigin }) => crossOrigin)}, and by gateways of other editions that answer pages of other origins. The backend does not hear of it.`,
    responses: {
      '2XX': {
        description: 'It may.',
        headers: {
          'Access-Control-Allow-Origin': { description: '`*`', schema: { type: 'string' } },
          'Access-Control-Allow-Methods': { description: 'GET among them.', schema: { type: 'string' } },
        },
      },
      '4XX': refusal('The gateway does not answer pages of other origins.'),
    },
  },
} as const
