import { Violation, type ViolationDetails } from '../../../verdict/index.ts'

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

/** A clause does not hold because something was never sent, be it by mistake or to somebody else. */
export class NothingSent extends Violation {}

/** What a matcher does when its clause does not hold: at the door of the backend, where nothing else is said. */
export function fail(
  details: Omit<ViolationDetails, 'party'> & Partial<Pick<ViolationDetails, 'party'>>,
): never {
  throw new Violation({ party: 'backend', ...details })
}
