/** `1 clause`, `2 clauses`: a number of things whose plural ends in s. */
export function inNumber(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}
