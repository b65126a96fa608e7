import { distance } from 'fastest-levenshtein'

/** ` (did you mean "…"?)` when one of the candidates is near, else nothing. */
export function didYouMean(wrong: string, candidates: readonly string[]): string {
  const [best] = candidates
    .map(candidate => ({ candidate, away: distance(wrong, candidate) }))
    .sort((a, b) => a.away - b.away)
  return best !== undefined && best.away <= Math.max(2, wrong.length / 3)
    ? ` (did you mean "${best.candidate}"?)`
    : ''
}
