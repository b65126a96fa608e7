import { printable } from '../redaction/printable.ts'
import { type FindingId, wordsOf } from './findings/index.ts'
import type { Verdict } from './verdict.ts'
import type { ViolationDetails } from './violation.ts'

/** What is found, in the words of a verdict. */
export function verdictOf(details: ViolationDetails, evidence: readonly string[]): Verdict {
  const { party, what, summary } = details
  const { title, advice } = wordsOf(party, what)
  return {
    party,
    ...(details.party === 'undecided' ? { between: details.between } : {}),
    // Party and finding belong together in every `ViolationDetails`, which is more than their types say one by one.
    finding: printable(`${party}/${what}`) as FindingId,
    headline: printable(`${describeParty(details)}: ${title}`),
    summary: printable(summary),
    check: advice,
    evidence,
  }
}

function describeParty(details: ViolationDetails): string {
  if (details.party !== 'undecided') return `${details.party} at fault`
  return `undecided between ${details.between.join(' and ')}`
}
