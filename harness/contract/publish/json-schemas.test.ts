import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { PAYLOAD_NAMES, PAYLOADS } from '../schemas/index.ts'
import { publishedSchema, schemaArtifacts } from './json-schemas.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })

test.each(PAYLOAD_NAMES)(
  'The schema of %s is valid under draft 2020-12, and holds for its examples.',
  name => {
    const schema = publishedSchema(name)
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true)
    const conforms = ajv.compile(schema)
    for (const example of schema.examples as unknown[]) expect(conforms(example)).toBe(true)
  },
)

test.each(PAYLOAD_NAMES)(
  'The schema of %s says what it is, what each field means, and what may be added.',
  name => {
    for (const part of partsOf(publishedSchema(name))) {
      expect(part.description, JSON.stringify(part)).toMatch(/^[A-Z].*\.$/s)
      if (part.properties !== undefined) expect(part.additionalProperties).toBe(true)
    }
  },
)

test.each(PAYLOAD_NAMES)('The schema of %s is complete in itself and asks no other host.', name => {
  const { $schema, $id, ...rest } = publishedSchema(name)
  expect($schema).toBe('https://json-schema.org/draft/2020-12/schema')
  expect($id).toBe(`urn:sse-gateway-contract:${name}`)
  expect(JSON.stringify(rest)).not.toMatch(/"\$ref"|:\/\//)
})

test('The schemas are those that payloads are checked against, with the examples of inner ones left out.', () => {
  expect(publishedSchema('send-answer')).toMatchObject(PAYLOADS['send-answer'].schema)
  const { properties } = publishedSchema('send-command') as { properties: Record<string, object> }
  expect(properties.event).toMatchObject({ type: 'object', required: ['data'] })
  expect(properties.event).not.toHaveProperty('examples')
})

test('Each schema has a file of its own, named after its payload.', () => {
  const paths = schemaArtifacts().map(({ path }) => path)
  expect(paths).toEqual(PAYLOAD_NAMES.map(name => `docs/contract/schemas/${name}.schema.json`))
})

function partsOf(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  return [
    schema,
    ...Object.values((schema.properties ?? {}) as Record<string, typeof schema>).flatMap(partsOf),
  ]
}
