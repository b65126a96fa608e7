import { SEND_PATH } from '../contract/paths.ts'
import { redact } from '../diagnosis/index.ts'
import { redactedBody } from '../redaction/redact-json.ts'
import { declaredType, type EntryOf, type HeaderValues } from '../timeline/index.ts'
import { STREAM_HEADER } from '../wire/sse-client/index.ts'
import { harmlessJson, isPlain, piped, printing, type Variables, wordOf } from './shell.ts'

/** What any HTTP client adds by itself. */
const NOT_TOLD = /^(?:host|connection|content-length|transfer-encoding)$/i

/**
 * A client's request, up to where what comes back goes.
 * @param origin as a shell word
 * @param flags how curl prints the response
 */
export function curlOfStream(
  { method, url, headers }: EntryOf<'stream-request'>,
  origin: string,
  variables: Variables,
  flags: string,
): string {
  return [
    `curl ${flags}`,
    ...methodOf(method, 'GET'),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(url) ? ['--path-as-is'] : []),
    ...headersOf(headers, variables),
    `${origin}${wordOf(redact(url), variables)}`,
  ].join(' ')
}

/** A send of the backend. @param seconds how long an answer is waited for */
export function curlOfSend(
  request: EntryOf<'send-request'>,
  origin: string,
  variables: Variables,
  seconds = 8,
): string {
  const { headers = {}, method, octets, raw } = request
  const declared = declaredType(request) ?? 'application/json'
  const body = octets === undefined ? redactedBody(raw) : redact(octets)
  const address = `${origin}${SEND_PATH}`
  // curl takes a header without a value off.
  const type = `-H ${wordOf(`content-type:${declared === '' ? '' : ' '}${redact(declared)}`)}`
  const first = [
    `curl -sSi -m ${seconds} -w '\\n'`,
    ...methodOf(method, 'POST'),
    type,
    ...headersOf(headers, variables),
  ]
  const bytes = [...first, '--data-binary @-', address].join(' ')
  if (octets !== undefined) return piped(printing(body, variables, 'latin1'), bytes)
  const long = longRun(body)
  if (long !== undefined) {
    const [before, letter, times, behind] = long
    const parts = [printing(before, variables), runOf(letter, times), printing(behind, variables)]
    return piped(`{ ${parts.join('; ')}; }`, bytes)
  }
  const json = harmlessJson(body) ?? body
  if (isPlain(json)) return [...first, '--data-raw', wordOf(json, variables), address].join(' ')
  return piped(printing(json, variables), bytes)
}

/** Text that is one letter over and over. */
function runOf(letter: string, times: number): string {
  return `head -c ${times} /dev/zero | tr '\\0' ${letter}`
}

/** A letter that stands so often in a row makes a body too long to be printed. */
const LONG_RUN = 2_000

/** What stands around a letter that makes a body too long to be printed, and how often that stands there. */
export function longRun(
  body: string,
): readonly [before: string, letter: string, times: number, behind: string] | undefined {
  for (let from = 0; from + LONG_RUN <= body.length; ) {
    const letter = body.charAt(from)
    let end = from + 1
    while (end < body.length && body.charAt(end) === letter) end += 1
    if (end - from >= LONG_RUN && /[0-9a-z]/.test(letter)) {
      return [body.slice(0, from), letter, end - from, body.slice(end)]
    }
    from = end
  }
  return undefined
}

function methodOf(method: string, usual: string): string[] {
  if (method === usual) return []
  return method === 'HEAD' ? ['--head'] : [`-X ${wordOf(method)}`]
}

function headersOf(headers: HeaderValues, variables: Variables): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || name === STREAM_HEADER || NOT_TOLD.test(name)) return []
    // curl takes a header without a value off, unless it ends with a semicolon.
    return [value].flat().map(one => {
      const header = redact(one === '' ? `${name};` : `${name}: ${one}`)
      // Bytes that are no ASCII go out as they are, each a character here.
      return `-H ${wordOf(header, variables, 'latin1')}`
    })
  })
}
