import { type Capabilities, capabilitiesOf, EDITIONS } from '../../editions/index.ts'

/** The names of the editions with these capabilities: "`a`, `b` and `c`". */
export function editionsWith(has: (capabilities: Capabilities) => boolean): string {
  const names = EDITIONS.filter(edition => has(capabilitiesOf(edition))).map(edition => `\`${edition}\``)
  return new Intl.ListFormat('en-GB').format(names)
}
