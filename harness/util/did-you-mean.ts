import { basename } from 'node:path/posix'
import { distance } from 'fastest-levenshtein'

/**
 * ` (did you mean "…"?)` when some of the names are near, else nothing.
 * @param most how many are offered, the closest first
 */
export function didYouMean(wrong: string, names: readonly string[], most = 1): string {
  const close = closestTo(wrong, names).slice(0, most)
  return close.length === 0 ? '' : ` (did you mean ${close.map(name => `"${name}"`).join(' or ')}?)`
}

/** The names that may have been meant, the closest first; a part of a name, or its last part, counts as close. */
function closestTo(wrong: string, names: readonly string[]): string[] {
  const limit = Math.max(2, wrong.length / 3)
  return names
    .map(name => ({ name, away: holds(name, wrong) ? 0 : distance(wrong, name) }))
    .filter(({ away }) => away <= limit)
    .toSorted((a, b) => a.away - b.away)
    .map(({ name }) => name)
}

function holds(name: string, wrong: string): boolean {
  return wrong.length > 2 && (name.includes(wrong) || basename(name) === basename(wrong))
}
