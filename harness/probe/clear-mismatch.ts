import { capabilitiesOf, type Edition } from '../contract/index.ts'
import { formatList } from '../util/format-list.ts'
import { conforms, contradicts, differsBetweenEditions, isOptional } from './expectations.ts'
import type { CapabilityId, Finding } from './finding.ts'
import { nearestEdition, weightOf } from './nearest-edition.ts'

/** The edition that a gateway plainly is of, where it is not the stated one. */
export interface EditionMismatch {
  readonly edition: Edition
  /** It answers pages of other origins, which its edition does not ask for. */
  readonly withCors: boolean
  /** What shows it, as a clause about the gateway: `it …`. */
  readonly because: string
}

/** By how much the stated edition has to be farther away: the two nearest editions differ by no more. */
const MARGIN = 2

/** More than these say nothing new. */
const MAX_REASONS = 2

/** What shows an edition best first. */
const SAID: readonly [CapabilityId, (edition: Edition) => string][] = [
  [
    'opening-signal',
    edition =>
      capabilitiesOf(edition).signalsReady
        ? 'opens a stream with "event: ready"'
        : 'opens a stream without "event: ready"',
  ],
  [
    'named-event',
    edition =>
      capabilitiesOf(edition).eventForm === 'envelope'
        ? 'writes a named event as {"type","payload"}'
        : 'writes a named event under "event:"',
  ],
  [
    'connect-event',
    edition =>
      capabilitiesOf(edition).appliesConnectAnswer
        ? 'applies the event in the answer to the connect callback'
        : 'does not apply the event in the answer to the connect callback',
  ],
  [
    'error-form',
    edition =>
      capabilitiesOf(edition).errorForm === 'object'
        ? 'answers errors as {"error":{"message","code"}}'
        : 'answers errors as {"error":"…"}',
  ],
]

/**
 * Whether a gateway is plainly of another edition than the one it is judged by. One that lies between editions, or of
 * which something decisive could not be seen, is not.
 */
export function clearMismatch(findings: readonly Finding[], stated: Edition): EditionMismatch | undefined {
  const { nearest, liesBetween, withCors } = nearestEdition(findings)
  const [edition, ...others] = nearest
  if (edition === undefined || others.length > 0 || liesBetween || edition === stated) return undefined
  if (findings.some(({ capability, state }) => state === 'not-seen' && differsBetweenEditions(capability)))
    return undefined
  if (distance(findings, stated) - distance(findings, edition) < MARGIN) return undefined
  const shown = findings.filter(finding => contradicts(finding, stated) && conforms(finding, edition))
  const because = SAID.filter(([id]) => shown.some(({ capability }) => capability === id))
    .slice(0, MAX_REASONS)
    .map(([, said]) => said(edition))
  if (because.length === 0) return undefined
  return { edition, withCors: withCors.includes(edition), because: `it ${formatList(because)}` }
}

function distance(findings: readonly Finding[], edition: Edition): number {
  return weightOf(findings.filter(finding => contradicts(finding, edition) && !isOptional(finding, edition)))
}
