import type { PayloadSchema } from '../schemas/index.ts'

/** A schema as it is written into a file. */
export type WrittenSchema = Readonly<Record<string, unknown>>

/**
 * A copy of a schema in which every schema inside it is replaced.
 *
 * @param replace gets each inner schema as the source has it, and a copy whose own inner schemas are replaced already
 */
export function replaceNested(
  schema: PayloadSchema,
  replace: (original: PayloadSchema, copy: WrittenSchema) => WrittenSchema,
): WrittenSchema {
  const replaced = (inner: unknown): unknown =>
    typeof inner === 'object' && inner !== null
      ? replace(inner as PayloadSchema, replaceNested(inner as PayloadSchema, replace))
      : inner
  const { properties, items, additionalProperties } = schema
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, replaced(inner)]),
      ),
    }),
    ...(items !== undefined && { items: replaced(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: replaced(additionalProperties) }),
  }
}
