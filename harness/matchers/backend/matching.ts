import { type DetailsOf, Violation } from '../../diagnosis/index.ts'

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

/** A clause does not hold because something was never sent, be it by mistake or to somebody else. */
export class NothingSent extends Violation {}

/** What a matcher does when its clause does not hold. @throws Violation always */
export function fail(details: Omit<DetailsOf<'backend'>, 'party'>): never {
  throw new Violation({ party: 'backend', ...details })
}
