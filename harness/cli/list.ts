import { type Capabilities, CLAUSES, clausesOf } from '../contract/index.ts'

/** The clauses for a gateway with these capabilities, one line each. */
export function listClauses(capabilities: Capabilities): string {
  const ids = clausesOf(capabilities)
  const width = Math.max(...ids.map(id => id.length))
  return ids
    .map(id => {
      const { level, sentence, timed } = CLAUSES[id]
      return `${id.padEnd(width)}  ${level.padEnd(6)}  ${sentence}${timed ? ' (timed)' : ''}`
    })
    .join('\n')
}
