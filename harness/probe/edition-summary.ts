import { EDITIONS, type Edition } from '../contract/index.ts'
import { formatList } from '../util/format-list.ts'
import { conforms, differsBetweenEditions, isBasis, isOptional } from './expectations.ts'
import { asClause, type Finding } from './finding.ts'

/** Where a gateway stands, before it is put into words. */
export interface Placement {
  /** The editions it differs from least, in the order of `EDITIONS`; never empty. */
  readonly nearest: readonly Edition[]
  /** It is none of them: it has something of each. Several editions otherwise are those it may be. */
  readonly liesBetween: boolean
  /** Nearest editions that match only if --cors is added. */
  readonly withCors: readonly Edition[]
}

/** Where a gateway stands, in words: what its basis lacks, its edition, every difference, what could not be seen. */
export function summarizePlacement(placed: Placement, findings: readonly Finding[]): string {
  const basis = findings.filter(finding => isBasis(finding) && !isRight(finding, placed))
  const others = findings.filter(finding => !isBasis(finding))
  const unseen = findings.filter(({ state }) => state === 'not-seen').map(({ capability }) => capability)
  return [
    ...(basis.length === 0 ? [] : [`${formatList(basis.map(wording))}; otherwise `]),
    ...(isPartial(findings) ? ['as far as could be seen, '] : []),
    placed.liesBetween ? describeBetween(placed, others) : describeNearest(placed, others),
    ...(unseen.length === 0 ? [] : [` (could not be seen: ${unseen.join(', ')})`]),
  ].join('')
}

/** Whether a capability that differs between editions could not be probed. */
function isPartial(findings: readonly Finding[]): boolean {
  return findings.some(({ capability, state }) => state === 'not-seen' && differsBetweenEditions(capability))
}

/** One edition, or several that what was seen fits alike. */
function describeNearest(placed: Placement, findings: readonly Finding[]): string {
  const { nearest, withCors } = placed
  const name = formatList(
    nearest.map(edition => (withCors.includes(edition) ? `${edition} with CORS` : edition)),
    'or',
  )
  const doubt = nearest.length === 1 ? '' : ', which the probe cannot distinguish'
  const buts = findings
    .filter(finding => !isRight(finding, placed) && !isInTheName(finding, placed))
    .map(finding => `${wording(finding)}${asElsewhere(finding)}`)
  return `${name}${doubt}${buts.length === 0 ? '' : `, but ${formatList(buts)}`}`
}

/** None: what it has of each edition, and what it has of none. */
function describeBetween(placed: Placement, findings: readonly Finding[]): string {
  const { nearest } = placed
  const shared = Map.groupBy(findings, finding =>
    formatList(nearest.filter(edition => conforms(finding, edition))),
  )
  const likenesses = nearest
    .flatMap((edition, place) => [
      ...nearest.slice(place + 1).map(other => formatList([edition, other])),
      edition,
    ])
    .flatMap(editions => {
      const alike = shared.get(editions) ?? []
      const isOfAll = editions === formatList(nearest)
      return alike.length === 0 || isOfAll ? [] : [`as in ${editions}, ${formatList(alike.map(wording))}`]
    })
  const own = findings.filter(finding => !isRight(finding, placed)).map(wording)
  const parts = [...likenesses, ...(own.length === 0 ? [] : [`also, ${formatList(own)}`])]
  return `none: between ${formatList(nearest)}: ${parts.join('; ')}`
}

/** Whether it is as in one of the nearest editions, or could not be probed. */
function isRight(finding: Finding, { nearest }: Placement): boolean {
  return finding.state === 'not-seen' || nearest.some(edition => conforms(finding, edition))
}

function isInTheName(finding: Finding, { withCors }: Placement): boolean {
  return finding.state === 'present' && withCors.some(edition => isOptional(finding, edition))
}

/** Which editions have it so, for what a gateway has and does not merely lack. */
function asElsewhere(finding: Finding): string {
  const editions = EDITIONS.filter(edition => conforms(finding, edition))
  return finding.state === 'present' && editions.length > 0 ? ` (as in ${formatList(editions)})` : ''
}

function wording({ sentence }: Finding): string {
  return asClause(sentence)
}
