import { NotTestable } from '../failure.ts'

/** How much of a program's output is quoted. */
export const LAST_LINES = 5

/** The same failure, with the lines that a program printed last behind it. Other errors are left as they are. */
export function withLastLines(error: unknown, lines: readonly string[]): unknown {
  if (!(error instanceof NotTestable)) return error
  const said =
    lines.length === 0
      ? 'It printed nothing.'
      : `Its last words:\n${lines.map(line => `  ${line}`).join('\n')}`
  return new NotTestable(`${error.message} ${said}`)
}
