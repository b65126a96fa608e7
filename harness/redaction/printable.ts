import { withoutKnownSecrets } from './secrets.ts'

/** How real line breaks are shown in quotes, where their escapes may stand as text. */
const LINE_FEED = '⏎'
const CARRIAGE_RETURN = '␍'
const LINE_SIGN = /[⏎␍]/g

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu

const QUERY_SECRET = /(secret|password|api[_-]?key|(?:access|auth)[_-]?token)(=|%3d)[^&\s"\\]+/gi

/** What follows a header's name: in a list or a map it is quoted, and JSON may lie inside JSON. */
const SEPARATOR = /(?:\\*["'`]\s*(?:=>|[:=,])|\s*[:=])\s*/
/** A value whose end is certain; of any other value, the rest of the line goes. */
const VALUE = [
  /\[redacted\]/,
  /\[(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\]"'])*\]/,
  /(?:\\"[^"\\]*\\"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?=\s*(?:[,}\])\r\n]|$))/,
  /[^\r\n]*/,
]
/** Name and password in a URL. */
const USER_INFORMATION = /(:\/\/)[^/\s@"']+@/g

const SECRET_HEADER = new RegExp(
  `((?:authorization|cookies?)${SEPARATOR.source})(?:${VALUE.map(form => form.source).join('|')})`,
  'gi',
)

/**
 * Text from elsewhere as it may be shown: control, format and bidirectional characters as escapes, secrets removed.
 * Harmless in a terminal, in XML and in a log.
 */
export function printable(text: string): string {
  return redact(text).replace(UNPRINTABLE, character => {
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    if (character === '\t') return '\\t'
    const code = character.codePointAt(0) ?? 0
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
  })
}

/** Removes what must not be repeated: known secrets, secrets in query strings, Authorization and Cookie values. */
export function redact(text: string): string {
  return withoutKnownSecrets(text)
    .replace(USER_INFORMATION, '$1[redacted]@')
    .replace(QUERY_SECRET, '$1$2[redacted]')
    .replace(SECRET_HEADER, '$1[redacted]')
}

/**
 * A string in quotes, printable and no longer than `limit` characters. Uses quotes that the
 * text does not contain, where possible, and shows a real line break unlike the two characters of its escape.
 */
export function quoted(text: string, limit = 60): string {
  const visible = redact(text)
    .replace(LINE_SIGN, sign => `\\u{${sign.charCodeAt(0).toString(16)}}`)
    .replaceAll('\n', LINE_FEED)
    .replaceAll('\r', CARRIAGE_RETURN)
  const shown = printable(visible)
  const cut = shown.length <= limit ? shown : `${shown.slice(0, limit)}…`
  const quote = ['"', "'", '`'].find(each => !cut.includes(each)) ?? '"'
  return `${quote}${cut}${quote}`
}

/** An event as a line of evidence has it. */
export function eventLine(
  { event, data }: { readonly event: string; readonly data: string },
  limit = 60,
): string {
  return `${event === 'message' ? '' : `event: ${event}  `}data: ${quoted(data, limit)}`
}

/** An event in a sentence, with its data. */
export function describeEventWithData(event: { readonly event: string; readonly data: string }): string {
  return `${describeEvent(event)} with data ${quoted(event.data)}`
}

/** An event in a sentence: with its data only where its name does not distinguish it from the others. */
export function describeDistinctly(
  event: { readonly event: string; readonly data: string },
  others: readonly { readonly event: string }[],
): string {
  const isAlone = others.filter(other => other.event === event.event).length < 2
  return isAlone && event.event !== 'message' ? describeEvent(event) : describeEventWithData(event)
}

/** An event in a sentence: by its name, where it has one. */
export function describeEvent(event: { readonly event: string }): string {
  return event.event === 'message' ? 'an unnamed event' : `the event ${quoted(event.event)}`
}
