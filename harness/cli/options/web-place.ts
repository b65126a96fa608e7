import type { Place } from '../../deployment/index.ts'
import { keepSecret } from '../../diagnosis/index.ts'
import { ConfigurationError } from '../../util/errors.ts'

/** What a URL may have beside scheme, host and port. */
interface Expectation {
  readonly flag: string
  readonly example: string
  readonly path: 'none' | 'allowed'
}

/**
 * Reads the URL of something that runs. A user and a password in it become a header, and are never shown.
 * @throws ConfigurationError when it is no URL of http or https, or has what it must not have
 */
export function webPlace(text: string, { flag, example, path }: Expectation): Place {
  const expected = `expected something like ${example}`
  const shown = text.replace(/\/\/[^/?#]*@/, '//')
  if (!URL.canParse(text)) throw new ConfigurationError(`${flag} "${shown}" is not a URL; ${expected}.`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConfigurationError(`${flag} "${shown}" is neither http nor https; ${expected}.`)
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConfigurationError(`${flag} has a query or a fragment; ${expected}, without one.`)
  }
  if (path === 'none' && url.pathname !== '/') {
    throw new ConfigurationError(
      `${flag} "${shown}" has a path, and this program appends the paths of the contract itself; give ${url.origin}.`,
    )
  }
  const place = `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  if (url.username === '' && url.password === '') return { url: place }
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  const encoded = Buffer.from(user).toString('base64')
  keepSecret(url.password, decodeURIComponent(url.password), encoded)
  return { url: place, authorization: `Basic ${encoded}` }
}
