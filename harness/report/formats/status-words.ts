import type { ClauseStatus } from '../result.ts'
import { inNumber } from '../wording.ts'

/** So many clauses with a status: `2 passed`, `1 known failure`, `3 skipped`. */
export function describeCount(status: ClauseStatus, number: number): string {
  switch (status) {
    case 'warning':
      return inNumber(number, 'warning')
    case 'known-failure':
      return inNumber(number, 'known failure')
    case 'not-testable':
      return `${number} not testable`
    case 'left-out':
      return `${number} skipped`
    default:
      return `${number} ${status}`
  }
}
