import type { DetailsOf } from '../../diagnosis/index.ts'
import type { AcceptedWrongly } from './types.ts'

/**
 * What a backend gets wrong that has to refuse a callback, and answers another status.
 * @param otherwise what it is called when a callback is accepted that is due 400; or, of one that is due 401, that its
 * body is wrong as well, so that another refusal is of the body
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
