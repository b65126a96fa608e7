import { NotTestableError } from '../util/errors.ts'
import type { Visit } from './visit.ts'

/**
 * Makes sure that the site answers at all, and lets us in.
 * @throws NotTestableError with what stands in the way
 */
export async function mustBeReachable(visit: Visit): Promise<void> {
  const { reply } = await visit.firstStream()
  const { status, headers, failure, type, body } = reply
  const { url } = visit.settings.site
  const refuse = (why: string): never => {
    throw new NotTestableError(`--url ${url} cannot be judged: ${why}.`)
  }
  if (failure !== undefined) refuse(failure)
  if (status !== undefined && status >= 300 && status < 400) {
    refuse(
      `a stream was answered ${status} with a redirect to ${headers.location ?? 'nowhere'}, which is not followed; give the URL that answers itself`,
    )
  }
  if (status === 401 && headers['www-authenticate'] !== undefined) {
    refuse(
      'it asks for a user and a password, or refuses those that were given; put them into the URL (https://USER:PASSWORD@…)',
    )
  }
  if (type === 'text/html' && /<input[^>]+type=["']?password/i.test(body)) {
    refuse(
      'a stream was answered with a page that asks for a password; let this machine in, or name a URL without a login',
    )
  }
}
