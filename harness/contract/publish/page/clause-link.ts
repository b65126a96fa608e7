import type { ClauseId } from '../../catalogue.ts'
import { code } from './markdown.ts'

/** The name under which a clause can be linked to. */
export function clauseAnchor(id: ClauseId): string {
  return id.replace('/', '-')
}

export function clauseLink(id: ClauseId): string {
  return `[${code(id)}](#${clauseAnchor(id)})`
}
