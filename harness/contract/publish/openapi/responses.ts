import { PAYLOADS } from '../../schemas/index.ts'
import { schemaOf } from './components.ts'

/** The body of a refusal, in the form of either edition. */
export const REFUSAL = {
  'application/json': {
    schema: { oneOf: [schemaOf('error-text'), schemaOf('error-object')] },
    examples: {
      text: { summary: 'edition callback-events', value: PAYLOADS['error-text'].schema.examples?.[0] },
      object: {
        summary: 'editions send-only and envelope',
        value: PAYLOADS['error-object'].schema.examples?.[0],
      },
    },
  },
} as const

/** A refusal with this description. */
export function refusal(description: string): { readonly description: string; readonly content: unknown } {
  return { description, content: REFUSAL }
}
