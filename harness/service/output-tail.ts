import { stripVTControlCharacters } from 'node:util'
import type { RunningProgram } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'

/** How much of a program's output is quoted. */
export const LAST_LINES = 5

/** Characters of a line that are quoted. */
const MAX_LINE = 300

/** How far back an error is looked for, in lines: a stack may be long. */
const LOOKED_AT = 60

/** The frames of a stack, what Node.js prints below it, and empty lines. */
const UNINFORMATIVE = /^\s*(?:at\s.*|Node\.js v[\d.]+|[\^~]*)$/

/**
 * The last informative lines that a program printed: of a stack trace, the error above it. None of an external program.
 */
export function lastLinesOf(process: Pick<RunningProgram, 'lastLines'> | undefined): string[] {
  const lines = process?.lastLines(LOOKED_AT).map(({ text }) => stripVTControlCharacters(text)) ?? []
  const informative = lines.filter(line => !UNINFORMATIVE.test(line))
  return (informative.length === 0 ? lines : informative).slice(-LAST_LINES).map(shortened)
}

/** The beginning of a long line, and how much is missing: what was cut when it was read counts too. */
function shortened(line: string): string {
  const [whole, text = '', cut] = /^(.*?)(?: … \[(\d+) bytes cut\])?$/s.exec(line) ?? []
  if (whole === undefined || text.length <= MAX_LINE) return line
  const shown = text.slice(0, MAX_LINE)
  const missing = Buffer.byteLength(text) - Buffer.byteLength(shown) + Number(cut ?? 0)
  return `${shown} … [${missing} bytes left out]`
}

/** A sentence, and on lines of their own the last output of a program. */
export function withOutputTail(sentence: string, lines: readonly string[]): string {
  if (lines.length === 0) return `${sentence}\nIt printed nothing.`
  return `${sentence}\nLast output:\n${lines.map(line => `  ${line}`).join('\n')}`
}

/** The same error, followed by the last output of a program. Other errors are returned as they are. */
export function withLastLines(error: unknown, lines: readonly string[]): unknown {
  if (!(error instanceof NotTestableError)) return error
  return new NotTestableError(withOutputTail(error.message, lines))
}
