import { faulty } from './faults.ts'

/** What was sent to the backend is not what it takes; answered 400 with this message. */
export class InvalidPayloadError extends Error {
  override readonly name: string = 'InvalidPayloadError'
}

export type Fields = Readonly<Record<string, unknown>>

/** @throws InvalidPayload unless `value` is a JSON object */
export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw wrong(`${what} is ${kindOf(value)}; expected a JSON object`)
}

/** @throws InvalidPayload unless the field holds a non-empty string */
export function textAt(fields: Fields, field: string): string {
  const value = fields[field]
  if (typeof value === 'string' && value !== '') return value
  throw wrong(`"${field}" is ${kindOf(value)}; expected a non-empty string`)
}

/** @throws InvalidPayload when the field is there and is no finite number from 0 up */
export function optionalNumberAt(fields: Fields, field: string): number | undefined {
  const value = fields[field]
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  throw new InvalidPayloadError(`"${field}" is ${kindOf(value)}; expected a number from 0 up`)
}

function wrong(sentence: string): Error {
  return faulty('no-type-checks') ? new TypeError(sentence) : new InvalidPayloadError(sentence)
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (value === '') return 'empty'
  if (typeof value === 'number') return String(value)
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`
}
