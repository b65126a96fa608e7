import { ViolationError } from '../../diagnosis/index.ts'

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

/** A clause does not hold because something was never sent, or was sent to another address. */
export class NothingSentError extends ViolationError {}
