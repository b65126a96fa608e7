import { isUtf8 } from 'node:buffer'
import { printable, redact } from '../diagnosis/index.ts'
import { removeSplitSecrets } from '../recording/index.ts'
import type { Entry } from '../timeline/index.ts'

/** How much of one piece is shown, in characters, and how many pieces. */
const MAX_LENGTH = 4_000
const MAX_COUNT = 400

/**
 * What crossed the wires, byte for byte and escaped: the bodies on the client edge, the send edge and of answers to
 * callbacks, and all of what went over a bare connection. One line for each piece, as it came.
 */
export function wireBytes(entries: readonly Entry[]): string[] {
  const own = entries.flatMap(entry =>
    entry.kind === 'stream-request' && entry.fence !== true ? [entry.stream] : [],
  )
  const lines = removeSplitSecrets(entries).flatMap(entry => {
    const [arrow, bytes] = pieceOf(entry, own) ?? []
    if (arrow === undefined || bytes === undefined || bytes.length === 0) return []
    return [`${entry.at.toFixed(1).padStart(7)} ms  ${arrow}   ${escaped(bytes)}`]
  })
  if (lines.length <= MAX_COUNT) return lines
  return [
    ...lines.slice(0, MAX_COUNT),
    `           … ${lines.length - MAX_COUNT} more; --save keeps all of them`,
  ]
}

/** @param own the streams of the scenario in their order; streams of earlier scenarios have numbers, too */
function pieceOf(entry: Entry, own: readonly number[]): [arrow: string, bytes: Buffer] | undefined {
  switch (entry.kind) {
    case 'stream-bytes':
      return [
        `gateway → ${own.includes(entry.stream) ? `client ${own.indexOf(entry.stream) + 1}` : 'client (fence)'}`,
        entry.bytes,
      ]
    case 'line-received':
      return [`gateway → connection ${entry.line}`, entry.bytes]
    case 'line-sent':
      return [`connection ${entry.line} → gateway`, entry.bytes]
    case 'send-request':
      return ['backend → gateway', Buffer.from(entry.raw)]
    case 'send-response':
      return ['gateway → backend', Buffer.from(entry.body)]
    case 'callback-response':
      return ['backend → gateway (answer)', Buffer.from(entry.body)]
    default:
      return undefined
  }
}

/** Text where it is UTF-8, and `\xNN` for what is none; a backslash that was sent is doubled. */
function escaped(bytes: Buffer): string {
  const clean = redact(bytes.toString())
  const shown = clean === bytes.toString() ? bytes : Buffer.from(clean)
  const text = isUtf8(shown)
    ? shown.toString().replaceAll('\\', '\\\\')
    : shown
        .toString('latin1')
        .replaceAll('\\', '\\\\')
        .replace(/[\x80-\xff]/g, byte => `\\x${byte.charCodeAt(0).toString(16)}`)
  const escaped = printable(text)
  return escaped.length <= MAX_LENGTH ? escaped : `${escaped.slice(0, MAX_LENGTH)}… (${bytes.length} bytes)`
}
