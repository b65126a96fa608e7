import { randomBytes } from 'node:crypto'
import { quoted } from '../diagnosis/index.ts'
import type { HttpResponse } from '../service/index.ts'

/** What a path is answered that nobody serves. */
const NO_ROUTE: ReadonlySet<number> = new Set([404, 405, 501])

/** What a hook is answered that is not to be used. */
const NO_HOOK: ReadonlySet<number> = new Set([400, 403])

/**
 * Whether a backend lacks the test hook that gave an answer of no use. One that answers whatever it does not know with
 * a page, a redirect or an error of another status is asked for a path that nobody has, and the two are compared.
 * @param ask posts the same body to another path of the backend
 * @returns how it answers the hook, as the end of a sentence; `undefined` when the hook is there, and fails
 */
export async function noHook(
  { status, contentType, body }: HttpResponse,
  ask: (target: string) => Promise<HttpResponse>,
): Promise<string | undefined> {
  if (status === undefined) return undefined
  const answer = `answers ${status}${body.trim() === '' ? '' : ` ${quoted(body.trim(), 80)}`}`
  if (NO_ROUTE.has(status)) return `answers ${status}`
  if (NO_HOOK.has(status)) return answer
  const other = await ask(`/api/testing/nobody-has-this-${randomBytes(4).toString('hex')}`)
  const isAlike = other.status === status && mediaType(other.contentType) === mediaType(contentType)
  return isAlike ? `${answer} as ${contentType || 'no content type'}, like any path` : undefined
}

function mediaType(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
