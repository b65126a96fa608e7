import { STREAM_HEADER } from '../client/index.ts'
import { declaredType, type EntryOf, type HeaderValues } from '../timeline/index.ts'
import { redact } from '../verdict/index.ts'
import { redactedBody } from './redacted-json.ts'
import { harmlessJson, isPlain, piped, printing, type Variables, wordOf } from './shell.ts'

/** What any HTTP client adds by itself. */
const NOT_TOLD = /^(?:host|connection|content-length|transfer-encoding)$/i

/** A client's request for a stream. @param origin as a shell word */
export function curlOfStream(
  { method, url, headers }: EntryOf<'stream-request'>,
  origin: string,
  variables: Variables,
): string {
  return [
    'curl -sSiN',
    ...methodOf(method, 'GET'),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(url) ? ['--path-as-is'] : []),
    ...headersOf(headers).map(header => `-H ${wordOf(redact(header), variables)}`),
    `${origin}${wordOf(redact(url), variables)}`,
  ].join(' ')
}

/** A send of the backend. */
export function curlOfSend(request: EntryOf<'send-request'>, origin: string, variables: Variables): string {
  const { method, raw } = request
  const declared = declaredType(request) ?? 'application/json'
  const body = redactedBody(raw)
  const address = `${origin}/internal/send`
  // curl takes a header without a value off.
  const type = `-H ${wordOf(`content-type:${declared === '' ? '' : ' '}${redact(declared)}`)}`
  const json = harmlessJson(body) ?? body
  const first = ["curl -sSi -w '\\n'", ...methodOf(method, 'POST'), type]
  if (isPlain(json)) return [...first, '--data-raw', wordOf(json, variables), address].join(' ')
  return piped(printing(json, variables), [...first, '--data-binary @-', address].join(' '))
}

function methodOf(method: string, usual: string): string[] {
  if (method === usual) return []
  return method === 'HEAD' ? ['--head'] : [`-X ${wordOf(method)}`]
}

function headersOf(headers: HeaderValues): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || name === STREAM_HEADER || NOT_TOLD.test(name)) return []
    // curl takes a header without a value off, unless it ends with a semicolon.
    return [value].flat().map(one => (one === '' ? `${name};` : `${name}: ${one}`))
  })
}
