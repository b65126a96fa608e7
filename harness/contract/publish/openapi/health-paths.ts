/** `GET /healthz` and `GET /readyz`. Their bodies are no part of the contract. */
export const HEALTHZ_PATH = {
  get: {
    operationId: 'healthz',
    tags: ['health'],
    summary: 'Whether the gateway lives',
    responses: { 200: { description: 'It does, whatever its streams and its backend do.' } },
  },
} as const

export const READYZ_PATH = {
  get: {
    operationId: 'readyz',
    tags: ['health'],
    summary: 'Whether the gateway can serve',
    responses: {
      200: { description: 'It can. A backend that is gone changes nothing about it.' },
      503: { description: 'It cannot: it has no callback URL, or has not finished starting.' },
    },
  },
} as const
