import type { Artifact } from '../artifact.ts'
import {
  backendClausesSection,
  clausesOfEditionsSection,
  clausesSection,
  deploymentClausesSection,
  frontendClausesSection,
} from './clauses.ts'
import { editionsSection } from './editions.ts'
import { blocks } from './markdown.ts'
import { payloadsSection } from './payloads.ts'
import { writtenSection } from './prose.ts'
import { rulesSection } from './rules.ts'

/** CONTRACT.md: the contract as a page that other teams can read and cite. */
export function contractPage(): Artifact {
  const text = blocks(
    writtenSection('introduction'),
    writtenSection('citing'),
    editionsSection(),
    rulesSection(),
    clausesSection(),
    clausesOfEditionsSection(),
    backendClausesSection(),
    frontendClausesSection(),
    deploymentClausesSection(),
    payloadsSection(),
    writtenSection('backend'),
  )
  return { path: 'CONTRACT.md', text: `${text}\n` }
}
