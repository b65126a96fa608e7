import type { OpenOptions } from '../sse-client/index.ts'

/** Headers that EventSource sends itself, or that say where its page is. */
const OF_A_BROWSER = new Set(['accept', 'accept-encoding', 'origin'])

/** Whether the EventSource of a browser can make this request, so that it arrives as the scenario writes it. */
export function isPlayable(target: string, { body, client, headers = {}, method }: OpenOptions): boolean {
  if (client === 'wire' || method !== undefined || body !== undefined) return false
  if (!Object.keys(headers).every(name => OF_A_BROWSER.has(name.toLowerCase()))) return false
  // A browser would write some characters in another way, and resolve some paths.
  const { pathname, search } = new URL(target, 'http://host.localhost')
  return target.startsWith('/') && !target.startsWith('//') && `${pathname}${search}` === target
}
