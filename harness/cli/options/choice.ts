import { renamedFault } from '../../contract/index.ts'
import { didYouMean } from '../../report/index.ts'

/** More names than these are not shown at once. */
const MAX_SHOWN = 6
const MAX_CLOSE = 3

const CHOICE = new Intl.ListFormat('en', { type: 'disjunction' })

/**
 * That a name is none of those to choose from, and which there are: all where they are few, else the closest. An old name
 * of one of them gets its current name.
 * @param listing where all of them are shown, e.g. `npm run faults -- --list`
 */
export function noSuch(what: string, wrong: string, names: readonly string[], listing?: string): string {
  const renamed = renamedFault(wrong, names)
  if (renamed !== undefined) return renamed
  if (listing === undefined || names.length <= MAX_SHOWN) {
    return `There is no such ${what}${didYouMean(wrong, names)}; choose ${CHOICE.format(names)}.`
  }
  return `There is no such ${what}${didYouMean(wrong, names, MAX_CLOSE)}; ${listing} shows all ${names.length}.`
}
