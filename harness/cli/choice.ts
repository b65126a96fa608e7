import { basename } from 'node:path/posix'
import { distance } from 'fastest-levenshtein'

/** More names than these are not shown at once. */
const MOST_SHOWN = 6
const MOST_CLOSE = 3

const CHOICE = new Intl.ListFormat('en', { type: 'disjunction' })

/**
 * That a name is none of those to choose from, and which there are: all where they are few, else the closest.
 * @param listing where all of them are shown, e.g. `npm run faults -- --list`
 */
export function noSuch(what: string, wrong: string, names: readonly string[], listing?: string): string {
  if (listing === undefined || names.length <= MOST_SHOWN) {
    return `There is no such ${what}${asked(closestTo(wrong, names).slice(0, 1))}; choose ${CHOICE.format(names)}.`
  }
  return `There is no such ${what}${asked(closestTo(wrong, names))}; ${listing} shows all ${names.length}.`
}

/** The names that may have been meant, the closest first; a part of a name, or its last part, counts as close. */
function closestTo(wrong: string, names: readonly string[]): string[] {
  const limit = Math.max(2, wrong.length / 3)
  return names
    .map(name => ({ name, away: holds(name, wrong) ? 0 : distance(wrong, name) }))
    .filter(({ away }) => away <= limit)
    .toSorted((a, b) => a.away - b.away)
    .slice(0, MOST_CLOSE)
    .map(({ name }) => name)
}

function holds(name: string, wrong: string): boolean {
  return wrong.length > 2 && (name.includes(wrong) || basename(name) === basename(wrong))
}

function asked(close: readonly string[]): string {
  return close.length === 0 ? '' : ` (did you mean ${close.map(name => `"${name}"`).join(' or ')}?)`
}
