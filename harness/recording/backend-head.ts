import type { PayloadSchema } from '../contract/index.ts'

const TEXT = { type: 'string' } as const
const FLAG = { type: 'boolean' } as const

/** The first line of a timeline about a backend. */
export const BACKEND_HEAD = {
  title: 'head',
  type: 'object',
  required: ['clause', 'target', 'playedAt', 'harness', 'gatewayAddress'],
  properties: {
    clause: TEXT,
    variant: TEXT,
    target: TEXT,
    playedAt: TEXT,
    harness: TEXT,
    gatewayAddress: TEXT,
    backendMode: {
      type: 'object',
      required: ['hasOurSecret', 'isOutsideProduction'],
      properties: { hasOurSecret: FLAG, isOutsideProduction: FLAG },
    },
  },
} as const satisfies PayloadSchema
