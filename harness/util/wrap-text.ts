import { stripVTControlCharacters } from 'node:util'
import { wrapAnsi } from 'fast-wrap-ansi'

/** Columns of prose where there is no terminal: in a pipe, a file, a log. */
const WITHOUT_TERMINAL = 110
const NARROWEST = 60
/** Longer lines are hard to read. */
const WIDEST = 120

/** The columns that a line of a list or of evidence has: no line is broken where there is no terminal. */
export function rowWidth(): number {
  const { columns } = process.stdout
  // Some terminals report a width of 0.
  return columns ? Math.max(NARROWEST, columns) : Number.POSITIVE_INFINITY
}

/** The columns that prose has. */
export function textWidth(): number {
  const width = rowWidth()
  return width === Number.POSITIVE_INFINITY ? WITHOUT_TERMINAL : Math.min(WIDEST, width)
}

/** Text in lines that are no longer than `width`, where its words allow it. Colours do not count. */
function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, width, { trim: true }).split('\n')
}

/** Text in lines, each indented by as many spaces. */
export function indented(text: string, indent: number): string[] {
  return wrap(text, textWidth() - indent).map(line => `${' '.repeat(indent)}${line}`)
}

/**
 * A label and the text after it. Further lines stand below the text, or, where that leaves too little room, below the
 * label.
 * @param hard breaks words that are longer than a line
 */
export function hanging(label: string, text: string, width: number = textWidth(), hard = false): string[] {
  const column = stripVTControlCharacters(label).length
  if (column + stripVTControlCharacters(text).length <= width) return [`${label}${text}`]
  if (column <= width / 2) {
    return wrapAnsi(text, width - column, { hard })
      .split('\n')
      .map((line, at) => `${at === 0 ? label : ' '.repeat(column)}${line}`)
  }
  const [first = '', ...rest] = wrapAnsi(`${label}${text}`, width - SMALL, { hard, trim: false }).split('\n')
  return [first, ...rest.map(line => `${' '.repeat(SMALL)}${line.trimStart()}`)]
}

const SMALL = 4

/** When, and between whom: what stands before the words of a line of evidence. */
const COLUMNS = /^ *(?:\d+\.\d ms {2}.{20})?/

/** A line of evidence as the terminal has room for it; whole where there is none, for those who search it. */
export function evidenceLines(line: string): string[] {
  const [columns = ''] = COLUMNS.exec(line) ?? []
  return hanging(columns, line.slice(columns.length), rowWidth(), true)
}
