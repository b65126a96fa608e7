import type { ClauseId } from '../contract/index.ts'
import { printable } from '../redaction/printable.ts'

/** What names a scenario. */
export interface NamedScenario {
  readonly clause: ClauseId
  readonly variant?: string | undefined
}

/** A scenario as it is shown: by its clause, and by what sets it apart from others of it. */
export function nameOf({ clause, variant }: NamedScenario): string {
  return variant === undefined ? clause : `${clause}: ${printable(variant)}`
}
