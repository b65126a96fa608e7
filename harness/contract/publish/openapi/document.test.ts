import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { EDITIONS } from '../../editions/index.ts'
import { publishedSchema } from '../json-schemas.ts'
import { openApiDocument } from './document.ts'

type Node = Readonly<Record<string, unknown>>

// As it is in the file.
const document = JSON.parse(JSON.stringify(openApiDocument())) as Node

test('The document is valid OpenAPI 3.1.', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

test('It describes the stream, the send endpoint, health and the callback.', () => {
  expect(Object.keys(document.paths as Node)).toEqual([
    '/{path}',
    '/internal/send',
    '/healthz',
    '/readyz',
    '/api/sse/callback',
  ])
})

test('Whatever it refers to is there, and whatever is there is referred to.', () => {
  const references = new Set(
    nodesOf(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])),
  )
  const { schemas } = document.components as { schemas: Node }
  expect([...references].sort()).toEqual(
    Object.keys(schemas)
      .map(name => `#/components/schemas/${name}`)
      .sort(),
  )
})

test('Its bodies are described by the published schemas.', () => {
  const ajv = new Ajv2020({ strict: false }).addSchema(document, 'openapi')
  const component = ajv.getSchema('openapi#/components/schemas/SendCommand')
  const published = ajv.compile(publishedSchema('send-command'))
  const token = 'x'
  for (const body of [
    { token },
    {},
    { token, event: {} },
    { token, event: { data: '' } },
    { token, close: 1 },
  ]) {
    expect(component?.(body)).toBe(published(body))
  }
})

test('Every example of a body conforms to the schema beside it.', () => {
  const ajv = new Ajv2020({ strict: false }).addSchema(document, 'openapi')
  const bodies = nodesOf(document).flatMap(node =>
    'application/json' in node ? [node['application/json'] as Node] : [],
  )
  let checked = 0
  for (const { schema, examples = {} } of bodies) {
    const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as Node
    const conforms = ajv.compile(local)
    for (const { value } of Object.values(examples as Record<string, Node>)) {
      expect(conforms(value), JSON.stringify(value)).toBe(true)
      checked += 1
    }
  }
  expect(checked).toBeGreaterThanOrEqual(5)
})

test('It says where the editions differ, and names no host but this machine.', () => {
  const text = JSON.stringify(document)
  for (const edition of EDITIONS) expect(text).toContain(`\`${edition}\``)
  expect(text.match(/\w+:\/\/[^/"]+/g)?.every(origin => origin.startsWith('http://localhost:'))).toBe(true)
})

function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(nodesOf)
  return Array.isArray(value) ? inner : [value as Node, ...inner]
}
