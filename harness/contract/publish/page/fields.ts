import type { PayloadSchema } from '../../schemas/index.ts'
import { either } from '../../validation-message.ts'
import { code } from './markdown.ts'

/** The fields of a payload, those inside others under their dotted path: name, type and meaning. */
export function fieldRows(schema: PayloadSchema, within = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === 'boolean') return []
    const path = `${within}${name}`
    const optional = schema.required?.includes(name) ? '' : ', optional'
    const row = [code(path), `${typeOf(field)}${optional}`, field.description ?? '']
    return [row, ...fieldRows(field, `${path}.`)]
  })
}

function typeOf({ type, const: only, enum: values, additionalProperties, items }: PayloadSchema): string {
  if (only !== undefined) return code(JSON.stringify(only))
  if (values !== undefined)
    return either((values as readonly unknown[]).map(value => code(JSON.stringify(value))))
  if (type === undefined) return 'any JSON'
  const names = either([type].flat().map(name => (name === 'array' ? listOf(items) : name)))
  return typeof additionalProperties === 'object'
    ? `${names}, each value ${typeOf(additionalProperties)}`
    : names
}

function listOf(items: PayloadSchema['items']): string {
  return typeof items === 'object' && 'type' in items ? `list of ${typeOf(items)}s` : 'list'
}
