import { type Schema, Validator } from '@cfworker/json-schema'
import { CONNECT_CALLBACK, DISCONNECT_CALLBACK } from './schemas/callback.ts'
import { PAYLOADS, type PayloadName, type PayloadSchema } from './schemas/index.ts'
import { hasWording, phraseFor, type Shortfall } from './validation-message.ts'

/**
 * What is wrong with a payload, in one phrase: `request.url is missing`, or `reason is "gone"; expected
 * client_closed, server_closed or error`. Of several problems, the first. Found values are in JSON, long ones cut.
 *
 * @param value as `JSON.parse` returns it, or `undefined` when there is none
 * @returns `undefined` when the payload conforms to its schema
 */
export function problemIn(name: PayloadName, value: unknown): string | undefined {
  return problemUnder(PAYLOADS[name].schema, value)
}

/** Whether a payload lacks a field that its schema asks for, and nothing worse is wrong with it. */
export function isFieldMissing(name: PayloadName, value: unknown): boolean {
  return value !== undefined && firstShortfall(PAYLOADS[name].schema, '', value)?.keyword === 'required'
}

const ANY_CALLBACK = {
  title: 'Callback',
  type: 'object',
  required: ['action'],
  properties: {
    action: { enum: [CONNECT_CALLBACK.properties.action.const, DISCONNECT_CALLBACK.properties.action.const] },
  },
} as const satisfies PayloadSchema

/** What is wrong with a callback of either action, as `problemIn` says it. */
export function problemInCallback(value: unknown): string | undefined {
  const problem = problemUnder(ANY_CALLBACK, value)
  if (problem !== undefined) return problem
  const { action } = value as { action: 'connect' | 'disconnect' }
  return problemIn(`${action}-callback`, value)
}

/** What is wrong with a value by any such schema, as `problemIn` says it. */
export function problemUnder(schema: PayloadSchema, value: unknown): string | undefined {
  const title = (schema.title ?? 'payload').toLowerCase()
  if (value === undefined) return `the ${title} is missing`
  try {
    const shortfall = firstShortfall(schema, title, value)
    return shortfall === undefined ? undefined : phraseFor(shortfall)
  } catch (error) {
    // The validator writes names into URIs, and half a surrogate pair has no place in one.
    if (error instanceof URIError) return `the ${title} holds a name that is not well-formed Unicode`
    throw error
  }
}

function firstShortfall(schema: PayloadSchema, title: string, value: unknown): Shortfall | undefined {
  const { errors } = validatorOf(schema).validate(value)
  const first = errors.find(({ keyword }) => hasWording(keyword)) ?? errors.at(-1)
  if (first === undefined) return undefined
  const { found, path } = follow(first.instanceLocation, value)
  const { found: asked } = follow(first.keywordLocation, schema)
  return { title, path, keyword: first.keyword, asked, found }
}

const validators = new Map<PayloadSchema, Validator>()

function validatorOf(schema: PayloadSchema): Validator {
  const known = validators.get(schema)
  if (known !== undefined) return known
  // The validator marks the schema it is given.
  const validator = new Validator(structuredClone(schema) as Schema, '2020-12', false)
  validators.set(schema, validator)
  return validator
}

/** Follows a JSON pointer in its URI form. */
function follow(location: string, root: unknown): { found: unknown; path: (string | number)[] } {
  const path: (string | number)[] = []
  let found = root
  for (const escaped of location.split('/').slice(1)) {
    const key = decodeURIComponent(escaped).replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(found) ? Number(key) : key)
    found = (found as Readonly<Record<string, unknown>>)[key]
  }
  return { found, path }
}
