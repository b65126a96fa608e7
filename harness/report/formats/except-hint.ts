import { areaOf } from '../../contract/index.ts'
import type { ClauseResult } from '../result.ts'

/** The flags that leave out what was not testable, where something else was judged: a whole area, else clauses. */
export function exceptFlags(clauses: readonly ClauseResult[]): string[] {
  const isUntestable = ({ status }: ClauseResult): boolean => status === 'not-testable'
  if (clauses.every(clause => isUntestable(clause) || clause.status === 'left-out')) return []
  const areas = Map.groupBy(
    clauses.filter(({ status }) => status !== 'left-out'),
    ({ id }) => areaOf(id),
  )
  return [...areas].flatMap(([area, inArea]) => {
    const untestable = inArea.filter(isUntestable)
    const names = untestable.length === inArea.length ? [area] : untestable.map(({ id }) => id)
    return names.map(name => `--except ${name}`)
  })
}
