export type Json = Readonly<Record<string, unknown>>

/** Whether what was read is a JSON object, and neither a list nor null. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
