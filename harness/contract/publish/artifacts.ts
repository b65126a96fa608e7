import type { Artifact } from './artifact.ts'
import { schemaArtifacts } from './json-schemas.ts'
import { openApiArtifact } from './openapi/document.ts'
import { contractPage } from './page/page.ts'
import { renamedPage } from './renamed-page.ts'

/** The folder that holds artifacts and nothing else, relative to the root of the project. */
export const ARTIFACT_FOLDER = 'docs/contract'

/** Everything that other teams get of the contract. */
export function artifacts(): readonly Artifact[] {
  return [contractPage(), renamedPage(), ...schemaArtifacts(), openApiArtifact()]
}
