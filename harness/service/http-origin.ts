import { ConfigurationError } from '../util/errors.ts'

/**
 * The origin of a service that already runs.
 * @param flag how it was given: `--gateway-url`
 * @param example what was expected
 * @throws ConfigurationError when it is no URL, not plain http, or has a path
 */
export function httpOrigin(
  text: string,
  { flag, party, example }: { readonly flag: string; readonly party: string; readonly example: string },
): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new ConfigurationError(`${flag} "${text}" is not a URL; expected something like ${example}.`)
  }
  // A user and a password in it are never shown.
  const shown = text.replace(/\/\/[^/?#]*@/, '//')
  if (url.protocol !== 'http:') {
    throw new ConfigurationError(
      `${flag} "${shown}" is not plain http; the ${party} is reached by http only.`,
    )
  }
  if (`${url.pathname}${url.search}${url.hash}` !== '/') {
    throw new ConfigurationError(
      `${flag} "${shown}" has a path, and this program appends the paths of the contract itself; give ${url.origin}.`,
    )
  }
  return url.origin
}
