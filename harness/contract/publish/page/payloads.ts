import { capabilitiesOf, EDITIONS, type Edition } from '../../editions/index.ts'
import { PAYLOAD_NAMES, PAYLOADS, type Payload, type PayloadName } from '../../schemas/index.ts'
import { schemaPath } from '../json-schemas.ts'
import { fieldRows } from './fields.ts'
import { blocks, code, codeBlock, table } from './markdown.ts'

/** Every payload with its fields, an example and its schema. */
export function payloadsSection(): string {
  return blocks(
    '## Payloads',
    'All payloads are JSON objects in UTF-8; HTTP bodies are `application/json`. Each has a self-contained schema (JSON Schema draft 2020-12). Payloads may get new fields: a schema allows fields that it does not name, and readers ignore unknown fields. [openapi.json](docs/contract/openapi.json) describes the HTTP interfaces with the same schemas.',
    ...PAYLOAD_NAMES.map(payloadSection),
  )
}

function payloadSection(name: PayloadName): string {
  const payload = PAYLOADS[name]
  const { schema, from, to, carrier } = payload
  return blocks(
    `### ${schema.title}`,
    `${from} → ${to}, ${carrier}. ${editionsNote(payload)}Schema: [${name}](${schemaPath(name)}).`,
    schema.description,
    table(['field', 'type', 'meaning'], fieldRows(schema)),
    ...(schema.examples as readonly unknown[])
      .slice(0, 1)
      .map(example => codeBlock('json', readable(example))),
  )
}

function readable(example: unknown): string {
  const line = JSON.stringify(example)
  return line.length <= 100 ? line : JSON.stringify(example, null, 2)
}

function editionsNote({ requires }: Payload): string {
  if (requires === undefined) return ''
  const editions = EDITIONS.filter(edition => has(edition, requires))
  return `Only in ${editions.map(code).join(' and ')}. `
}

function has(edition: Edition, requires: NonNullable<Payload['requires']>): boolean {
  const capabilities: Readonly<Record<string, unknown>> = { ...capabilitiesOf(edition) }
  return Object.entries(requires).every(([name, value]) => capabilities[name] === value)
}
