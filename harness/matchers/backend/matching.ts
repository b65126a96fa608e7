import { type DetailsOf, ViolationError } from '../../diagnosis/index.ts'

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

/** What a matcher does when its clause does not hold. @throws Violation always */
export function fail(details: Omit<DetailsOf<'backend'>, 'party'>): never {
  throw new ViolationError({ party: 'backend', ...details })
}
