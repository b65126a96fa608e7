import { EDITIONS, type Edition } from '../contract/index.ts'
import { inWords } from '../util/format-list.ts'
import { conforms, isBasis, isBesides, tellsApart } from './expectations.ts'
import { asClause, type Finding } from './finding.ts'

/** Where a gateway stands, before it is put into words. */
export interface Placed {
  /** The editions it differs from least, in the order of `EDITIONS`; never empty. */
  readonly nearest: readonly Edition[]
  /** It is none of them: it has something of each. Several editions otherwise are those it may be. */
  readonly liesBetween: boolean
  /** Those of the nearest that do not ask for it and that it would be with CORS besides. */
  readonly withCors: readonly Edition[]
}

/** Where a gateway stands, in words: what its basis lacks, its edition, every difference, what could not be seen. */
export function sentenceFor(placed: Placed, findings: readonly Finding[]): string {
  const basis = findings.filter(finding => isBasis(finding) && !isRight(finding, placed))
  const others = findings.filter(finding => !isBasis(finding))
  const unseen = findings.filter(({ state }) => state === 'not-seen').map(({ capability }) => capability)
  return [
    ...(basis.length === 0 ? [] : [`${inWords(basis.map(wording))}; otherwise `]),
    ...(isPartial(findings) ? ['as far as could be seen, '] : []),
    placed.liesBetween ? between(placed, others) : named(placed, others),
    ...(unseen.length === 0 ? [] : [` (could not be seen: ${unseen.join(', ')})`]),
  ].join('')
}

/** Whether something that tells the editions apart could not be seen. */
function isPartial(findings: readonly Finding[]): boolean {
  return findings.some(({ capability, state }) => state === 'not-seen' && tellsApart(capability))
}

/** One edition, or several that what was seen fits alike. */
function named(placed: Placed, findings: readonly Finding[]): string {
  const { nearest, withCors } = placed
  const name = inWords(
    nearest.map(edition => (withCors.includes(edition) ? `${edition} with CORS` : edition)),
    'or',
  )
  const doubt = nearest.length === 1 ? '' : ', which what was seen does not tell apart'
  const buts = findings
    .filter(finding => !isRight(finding, placed) && !isInTheName(finding, placed))
    .map(finding => `${wording(finding)}${asElsewhere(finding)}`)
  return `${name}${doubt}${buts.length === 0 ? '' : `, but ${inWords(buts)}`}`
}

/** None: what it has of each edition, and what it has of none. */
function between(placed: Placed, findings: readonly Finding[]): string {
  const { nearest } = placed
  const shared = Map.groupBy(findings, finding =>
    inWords(nearest.filter(edition => conforms(finding, edition))),
  )
  const likenesses = nearest
    .flatMap((edition, place) => [
      ...nearest.slice(place + 1).map(other => inWords([edition, other])),
      edition,
    ])
    .flatMap(editions => {
      const alike = shared.get(editions) ?? []
      const isOfAll = editions === inWords(nearest)
      return alike.length === 0 || isOfAll ? [] : [`as in ${editions}, ${inWords(alike.map(wording))}`]
    })
  const own = findings.filter(finding => !isRight(finding, placed)).map(wording)
  const parts = [...likenesses, ...(own.length === 0 ? [] : [`besides, ${inWords(own)}`])]
  return `none: between ${inWords(nearest)}: ${parts.join('; ')}`
}

/** Whether one of the nearest editions has it so, or nobody saw how it is. */
function isRight(finding: Finding, { nearest }: Placed): boolean {
  return finding.state === 'not-seen' || nearest.some(edition => conforms(finding, edition))
}

function isInTheName(finding: Finding, { withCors }: Placed): boolean {
  return finding.state === 'present' && withCors.some(edition => isBesides(finding, edition))
}

/** Which editions have it so, for what a gateway has and does not merely lack. */
function asElsewhere(finding: Finding): string {
  const editions = EDITIONS.filter(edition => conforms(finding, edition))
  return finding.state === 'present' && editions.length > 0 ? ` (as in ${inWords(editions)})` : ''
}

function wording({ sentence }: Finding): string {
  return asClause(sentence)
}
