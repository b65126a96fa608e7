import { EDITIONS, type Edition } from '../contract/index.ts'
import { type Placement, summarizePlacement } from './edition-summary.ts'
import { conforms, contradicts, isOptional } from './expectations.ts'
import type { CapabilityId, Finding } from './finding.ts'

/** Where a gateway stands among the editions. */
export interface EditionMatch extends Placement {
  /** What is otherwise than in each edition; what could not be seen is not among it. */
  readonly differences: Readonly<Record<Edition, readonly CapabilityId[]>>
  readonly unseen: readonly CapabilityId[]
  /** All of it in words, without a full stop. */
  readonly sentence: string
}

/** The answer to the connect callback is one capability of an edition, and is looked at in two. */
const WEIGHTS: Readonly<Partial<Record<CapabilityId, number>>> = {
  'connect-event': 0.5,
  'connect-close': 0.5,
}

/** A gateway that is no farther from one edition, and nearer to it than to any other, is that edition with a "but". */
const NEAR = 1

/** Which edition a gateway is by its findings, or how it lies between them. */
export function nearestEdition(findings: readonly Finding[]): EditionMatch {
  const placed = place(findings)
  const differences = Object.fromEntries(
    EDITIONS.map(edition => [
      edition,
      findings
        .filter(finding => finding.state !== 'not-seen' && !conforms(finding, edition))
        .map(({ capability }) => capability),
    ]),
  ) as unknown as EditionMatch['differences']
  const unseen = findings.filter(({ state }) => state === 'not-seen').map(({ capability }) => capability)
  return { ...placed, differences, unseen, sentence: summarizePlacement(placed, findings) }
}

function place(findings: readonly Finding[]): Placement {
  const editions = EDITIONS.map(edition => {
    const against = findings.filter(finding => contradicts(finding, edition))
    const gap = weightOf(against.filter(finding => !isOptional(finding, edition)))
    return { edition, gap, distance: weightOf(against) }
  })
  const fitting = editions.filter(({ gap }) => gap === 0)
  const ranked = fitting.length > 0 ? fitting : editions.toSorted((a, b) => a.distance - b.distance)
  const best = fitting.length > 0 ? fitting : ranked.filter(one => one.distance === ranked[0]?.distance)
  const liesBetween = fitting.length === 0 && (best.length > 1 || best.some(({ gap }) => gap > NEAR))
  const chosen = liesBetween && best.length === 1 ? ranked.slice(0, 2) : best
  const nearest = EDITIONS.filter(edition => chosen.some(one => one.edition === edition))
  return { nearest, liesBetween, withCors: nearest.filter(edition => hasCorsBesides(edition, findings)) }
}

function hasCorsBesides(edition: Edition, findings: readonly Finding[]): boolean {
  return findings.some(finding => finding.state === 'present' && isOptional(finding, edition))
}

/** How much these differences count together. */
export function weightOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { capability }) => sum + (WEIGHTS[capability] ?? 1), 0)
}
