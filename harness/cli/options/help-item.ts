import type { Help } from 'commander'

/** Columns of a description beside its term; where there are fewer, it stands below. */
const ROOM = 36

/** A term and its description; below each other where there is little room. */
export function formatItem(
  this: Help,
  term: string,
  termWidth: number,
  description: string,
  helper: Help,
): string {
  const width = helper.helpWidth ?? 80
  const left = ' '.repeat(2)
  if (description === '') return `${left}${term}`
  const beside = width - termWidth - 4
  if (beside >= ROOM) {
    const lines = helper.boxWrap(description, beside).split('\n')
    return lines
      .map((line, at) => `${left}${(at === 0 ? term : '').padEnd(termWidth)}${left}${line}`.trimEnd())
      .join('\n')
  }
  const lines = helper.boxWrap(description, width - 6).split('\n')
  return [`${left}${term}`, ...lines.map(line => `${' '.repeat(6)}${line}`)].join('\n')
}
