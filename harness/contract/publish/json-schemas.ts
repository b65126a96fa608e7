import { PAYLOAD_NAMES, PAYLOADS, type PayloadName } from '../schemas/index.ts'
import { type Artifact, jsonArtifact } from './artifact.ts'
import { replaceNested, type WrittenSchema } from './nested-schemas.ts'

/** Where the schema of a payload is published, relative to the root of the project. */
export function schemaPath(name: PayloadName): string {
  return `docs/contract/schemas/${name}.schema.json`
}

/** A payload's schema as other teams use it: complete in itself, and of a stated draft. */
export function publishedSchema(name: PayloadName): WrittenSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:sse-gateway-contract:${name}`,
    ...replaceNested(PAYLOADS[name].schema, (_original, { examples: _, ...copy }) => copy),
  }
}

export function schemaArtifacts(): Artifact[] {
  return PAYLOAD_NAMES.map(name => jsonArtifact(schemaPath(name), publishedSchema(name)))
}
