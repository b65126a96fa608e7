import { printable } from '../diagnosis/index.ts'

/** Characters of a drafted reason. */
const MAX_LENGTH = 480

/** What differs from run to run, or from machine to machine. */
const VARIES: readonly (readonly [RegExp, string])[] = [
  // A token, or the beginning of one.
  [/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{8}…/gi, '…'],
  // The port of an address.
  [/((?:127\.0\.0\.1|localhost|\[::1\]):)\d+/g, '$1…'],
  // A time that was measured; one that is due is a round number.
  [/\b\d+\.\d+ (m?s)\b/g, '… $1'],
  [/\b(?!\d*(?:00|50) )\d+ ms\b/g, '… ms'],
  // A path of one machine: keep the file name alone.
  [/(?<=^|[\s("'`])\/(?:home|root|tmp|var|usr|opt|Users|private)\/(?:[\w.@-]+\/)*([\w.@-]+)/g, '…/$1'],
]

/** Foreign text in quotes. */
const QUOTATION = /(?<=^|[\s(:])(["'`])(.+?)\1(?=[\s.,;:)]|$)/g
/** What is longer is cut somewhere, and where depends on what varies in it. */
const MAX_QUOTATION = 40

/**
 * Why a clause fails, for a list that is kept: the same words in each run, and whole sentences.
 * @param summary of a verdict
 */
export function draftedReason(summary: string): string {
  const steady = VARIES.reduce(
    (text, [pattern, by]) => text.replace(pattern, by),
    printable(summary).trim().replace(QUOTATION, steadyQuotation),
  )
  const characters = [...steady]
  if (characters.length <= MAX_LENGTH) return steady
  const beginning = characters.slice(0, MAX_LENGTH).join('')
  // A full stop in a quotation ends nothing.
  return /^(?:(["'`])(?:(?!\1).)*\1|[^"'`])*[.!?](?=\s)/.exec(beginning)?.[0] ?? `${beginning}…`
}

function steadyQuotation(whole: string, quote: string, text: string): string {
  const varies =
    text.endsWith('…') || text.length > MAX_QUOTATION || VARIES.some(([pattern]) => text.search(pattern) >= 0)
  return varies ? `${quote}…${quote}` : whole
}
