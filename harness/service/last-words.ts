import { NotTestable } from '../failure.ts'
import type { Subprocess } from '../process/index.ts'

/** How much of a program's output is quoted. */
export const LAST_LINES = 5

/** The lines that a program printed last; none of one that somebody else runs. */
export function lastLinesOf(process: Subprocess | undefined): string[] {
  return process?.lastLines(LAST_LINES).map(({ text }) => text) ?? []
}

/** What a program printed last, behind a sentence about it. */
export function quotedBehind(sentence: string, lines: readonly string[]): string {
  if (lines.length === 0) return `${sentence} It printed nothing.`
  return `${sentence} Its last words:\n${lines.map(line => `  ${line}`).join('\n')}`
}

/** The same failure, with the lines that a program printed last behind it. Other errors are left as they are. */
export function withLastLines(error: unknown, lines: readonly string[]): unknown {
  if (!(error instanceof NotTestable)) return error
  return new NotTestable(quotedBehind(error.message, lines))
}
