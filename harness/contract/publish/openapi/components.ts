import { FORWARDED_REQUEST } from '../../schemas/callback.ts'
import { PAYLOADS, type PayloadName, type PayloadSchema } from '../../schemas/index.ts'
import { replaceNested, type WrittenSchema } from '../nested-schemas.ts'

const DESCRIBED = [
  'connect-callback',
  'disconnect-callback',
  'connect-answer',
  'sent-event',
  'send-command',
  'send-answer',
  'error-text',
  'error-object',
] as const satisfies readonly PayloadName[]

/** A payload that the described interfaces carry as a body. */
export type DescribedPayload = (typeof DESCRIBED)[number]

/** A reference to the schema of a payload. */
export function schemaOf(name: DescribedPayload): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${componentName(name)}` }
}

const shared = new Map<PayloadSchema, string>([
  [FORWARDED_REQUEST, 'ForwardedRequest'],
  ...DESCRIBED.map(name => [PAYLOADS[name].schema, componentName(name)] as const),
])

/** The schemas of the described payloads; what several of them share is referred to by name. */
export function schemaComponents(): WrittenSchema {
  return Object.fromEntries(
    [...shared].map(([schema, name]) => [
      name,
      replaceNested(schema, (original, copy) => {
        const part = shared.get(original)
        return part === undefined ? copy : { $ref: `#/components/schemas/${part}` }
      }),
    ]),
  )
}

function componentName(payload: string): string {
  return payload.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase())
}
