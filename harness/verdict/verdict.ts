import { checkOf, type FindingOf, type Manner, type Origin } from './findings/index.ts'
import type { Party, Verdict } from './party.ts'
import { printable } from './printable.ts'
import type { ViolationDetails } from './violation.ts'

/** What is found, in the words of a verdict. */
export function verdictOf(details: ViolationDetails, evidence: readonly string[]): Verdict {
  const { party, what, summary, origin, manner } = details
  return {
    party,
    ...(details.party === 'undecided' ? { between: details.between } : {}),
    headline: printable(`${doorOf(details)}: ${what}`),
    summary: printable(summary),
    check: check(party, what, origin, manner),
    evidence,
  }
}

function doorOf(details: ViolationDetails): string {
  if (details.party !== 'undecided') return `${details.party} at fault`
  return `undecided between ${details.between.join(' and ')}`
}

/** Party and finding belong together in every `ViolationDetails`, which is more than their types say one by one. */
function check<At extends Party>(
  party: At,
  what: string,
  origin: Origin | undefined,
  manner: Manner | undefined,
): string {
  return checkOf(party, what as FindingOf<At>, origin, manner)
}
