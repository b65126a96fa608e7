import type { Party } from '../party.ts'
import { BACKEND_FINDINGS } from './backend.ts'
import type { Check, Origin } from './finding.ts'
import { GATEWAY_FINDINGS } from './gateway.ts'
import { MANNERS, type Manner } from './manners.ts'
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

/** In a saved timeline may stand what another version has found. */
const SAVED_ELSEWHERE =
  'Replay it with the version of this program that saved it: this one does not know the finding, nor what to check first.'

/** The first thing to check about a finding. */
export function checkOf<At extends Party>(
  party: At,
  what: FindingOf<At>,
  origin: Origin = 'send',
  manner?: Manner,
): string {
  if (manner !== undefined && Object.hasOwn(MANNERS, manner)) return MANNERS[manner]
  const findings: Readonly<Record<string, Check>> = FINDINGS[party]
  const check = Object.hasOwn(findings, what) ? findings[what as string] : undefined
  if (check === undefined) return SAVED_ELSEWHERE
  return typeof check === 'string' ? check : check[origin]
}

export type { Check, Origin } from './finding.ts'
export { MANNERS, type Manner } from './manners.ts'
