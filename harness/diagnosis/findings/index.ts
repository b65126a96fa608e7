import type { Party } from '../party.ts'
import { BACKEND_FINDINGS } from './backend/index.ts'
import { CONFIGURATION_FINDINGS } from './configuration.ts'
import { DEPLOYMENT_FINDINGS } from './deployment.ts'
import type { CodeFinding, Finding } from './finding.ts'
import { FRONTEND_FINDINGS } from './frontend.ts'
import { GATEWAY_FINDINGS } from './gateway/index.ts'
import { HARNESS_FINDINGS } from './harness.ts'
import { NETWORK_FINDINGS } from './network.ts'
import { UNDECIDED_FINDINGS } from './undecided.ts'

/** Everything that a verdict can find, by the party at fault. */
export const FINDINGS = {
  gateway: GATEWAY_FINDINGS,
  backend: BACKEND_FINDINGS,
  network: NETWORK_FINDINGS,
  harness: HARNESS_FINDINGS,
  configuration: CONFIGURATION_FINDINGS,
  deployment: DEPLOYMENT_FINDINGS,
  frontend: FRONTEND_FINDINGS,
  undecided: UNDECIDED_FINDINGS,
} as const

/** The ids of the findings about a party, without the party. */
export type FindingOf<At extends Party> = keyof (typeof FINDINGS)[At]

/** The stable id of a finding: its words may change, this does not. E.g. `gateway/event-lost-after-accept`. */
export type FindingId = { readonly [At in Party]: `${At}/${FindingOf<At> & string}` }[Party]

/** For a finding that only another version of this program knows; a saved timeline may have one. */
const UNKNOWN: Finding = {
  title: 'a finding that this version does not know',
  advice:
    'Replay it with the version of this program that saved it: this one does not know the finding, nor what to check first.',
}

/** A finding in the words of a headline. */
export function titleOf(finding: FindingId): string {
  const [party, what] = finding.split('/') as [Party, string]
  return wordsOf(party, what).title
}

/** The words of a finding. */
export function wordsOf(party: Party, what: string): Finding {
  const findings: Readonly<Record<string, Finding | CodeFinding>> = FINDINGS[party]
  const found = Object.hasOwn(findings, what) ? findings[what] : undefined
  if (found === undefined) return UNKNOWN
  return 'look' in found ? { title: found.title, advice: `In the ${party}, look ${found.look}` } : found
}
