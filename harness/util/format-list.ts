const FORMATS = {
  and: new Intl.ListFormat('en-GB'),
  or: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
} as const

/** A list as part of a sentence: "a, b and c". */
export function formatList(parts: readonly string[], last: keyof typeof FORMATS = 'and'): string {
  return FORMATS[last].format(parts)
}
