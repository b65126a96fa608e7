import type { Party } from '../party.ts'
import { BACKEND_FINDINGS } from './backend.ts'
import type { Check, Origin } from './finding.ts'
import { GATEWAY_FINDINGS } from './gateway.ts'
import { HARNESS_FINDINGS, NETWORK_FINDINGS, SET_UP_FINDINGS, UNDECIDED_FINDINGS } from './wiring.ts'

/** Everything that a verdict can find, by the party at whose door it lies. */
export const FINDINGS = {
  gateway: GATEWAY_FINDINGS,
  backend: BACKEND_FINDINGS,
  network: NETWORK_FINDINGS,
  harness: HARNESS_FINDINGS,
  'set-up': SET_UP_FINDINGS,
  undecided: UNDECIDED_FINDINGS,
} as const

/** What can be found at a party's door. */
export type FindingOf<At extends Party> = keyof (typeof FINDINGS)[At]

/** The first thing to check about a finding. */
export function checkOf<At extends Party>(party: At, what: FindingOf<At>, origin: Origin = 'send'): string {
  const check = FINDINGS[party][what] as Check
  return typeof check === 'string' ? check : check[origin]
}

export type { Check, Origin } from './finding.ts'
