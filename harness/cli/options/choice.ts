import { InvalidArgumentError } from 'commander'
import { renamedFault } from '../../contract/index.ts'
import { didYouMean } from '../../report/index.ts'
import { asTyped } from './typed-command.ts'

/** More names than these are not shown at once. */
const MAX_SHOWN = 6
const MAX_CLOSE = 3

const CHOICE = new Intl.ListFormat('en', { type: 'disjunction' })

/**
 * That a name is none of those to choose from, and which there are: all where they are few, else the closest. An old name
 * of one of them gets its current name.
 * @param listing what shows all of them, e.g. `npm run faults -- --list`
 */
export function noSuch(what: string, wrong: string, names: readonly string[], listing?: string): string {
  const renamed = renamedFault(wrong, names)
  if (renamed !== undefined) return renamed
  if (listing === undefined || names.length <= MAX_SHOWN) {
    return `There is no such ${what}${didYouMean(wrong, names)}; choose ${CHOICE.format(names)}.`
  }
  return `There is no such ${what}${didYouMean(wrong, names, MAX_CLOSE)}; ${asTyped(listing)} shows all ${names.length}.`
}

/**
 * Reads one of several names.
 * @param more what is said in addition where there is no such name
 */
export function oneOf<Name extends string>(
  what: string,
  names: () => readonly Name[],
  { listing, more = '' }: { readonly listing?: string; readonly more?: string } = {},
): (text: string) => Name {
  return text => {
    const found = names().find(name => name === text)
    if (found !== undefined) return found
    throw new InvalidArgumentError(`${noSuch(what, text, names(), listing)}${more}`)
  }
}
