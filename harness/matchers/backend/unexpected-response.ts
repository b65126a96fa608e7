import type { DetailsOf } from '../../diagnosis/index.ts'
import type { AcceptedWrongly } from './types.ts'

/**
 * The finding about a backend that answers a callback with another status than the expected refusal.
 * @param otherwise the finding for an accepted callback where 400 is expected; where 401 is expected: the body is wrong as
 * well, so that another refusal is about the body
 */
export function wrongStatusFinding(
  due: 400 | 401,
  status: number,
  otherwise?: AcceptedWrongly | 'secret-checked-late',
): DetailsOf<'backend'>['what'] {
  if (status >= 500) return 'invalid-callback-fails'
  if (due === 401) {
    if (status < 300) return 'wrong-secret-accepted'
    return status === 400 || (otherwise !== undefined && isOfBody(status))
      ? 'secret-checked-late'
      : 'refusal-wrong-status'
  }
  return status < 300 ? (otherwise ?? 'invalid-callback-accepted') : 'refusal-wrong-status'
}

/** A redirect and 403 are what some answer to a wrong secret, whatever the body is. */
function isOfBody(status: number): boolean {
  return status >= 400 && status !== 403
}
