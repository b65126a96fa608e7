import { CLAUSES, clausesOf, type Edition } from '../contract/index.ts'

/** The clauses of an edition, one line each. */
export function listClauses(edition: Edition): string {
  const ids = clausesOf(edition)
  const width = Math.max(...ids.map(id => id.length))
  return ids
    .map(id => {
      const { level, sentence, timed } = CLAUSES[id]
      return `${id.padEnd(width)}  ${level.padEnd(6)}  ${sentence}${timed ? ' (timed)' : ''}`
    })
    .join('\n')
}
