import { readFileSync } from 'node:fs'
import { CLAUSES, clausesOf, type Subject } from '../../contract/index.ts'
import { hanging, rowWidth } from '../../report/index.ts'
import type { Selection } from './selection.ts'

/**
 * The clauses for a backend, or for a gateway with these capabilities, one line each.
 * @param chosen these alone, where the caller chose
 */
export function listClauses(
  subject: Subject,
  { clauses, files }: Pick<Selection, 'clauses' | 'files'>,
): string {
  const cited = files.length === 0 ? undefined : citedIn(files)
  const ids = (clauses ?? clausesOf(subject)).filter(id => cited?.has(id) ?? true)
  const width = Math.max(...ids.map(id => id.length))
  return ids
    .flatMap(id => {
      const { level, sentence, timed } = CLAUSES[id]
      const label = `${id.padEnd(width)}  ${level.padEnd(6)}  `
      return hanging(label, `${sentence}${timed ? ' (timed)' : ''}`, rowWidth())
    })
    .join('\n')
}

/** The clauses whose ids stand in scenario files. */
function citedIn(files: readonly string[]): ReadonlySet<string> {
  return new Set(files.flatMap(file => readFileSync(file, 'utf8').match(/(?<=['"`])[a-z-]+\/[\w-]+/g) ?? []))
}
