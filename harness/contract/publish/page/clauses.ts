import { AREAS, type Area } from '../../areas.ts'
import {
  areaOf,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  clausesOf,
  editionsOf,
  GATEWAY_CLAUSE_IDS,
  isAboutFrontend,
} from '../../catalogue.ts'
import { capabilitiesOf, EDITIONS, type Edition } from '../../editions/index.ts'
import { clauseAnchor, clauseLink } from './clause-link.ts'
import { anchor, blocks, code, prose, table } from './markdown.ts'
import { linkedSource } from './sources.ts'

const TIMED = '⏱'

/** Every clause about gateways, area by area. */
export function clausesSection(): string {
  return blocks(
    '## Clauses',
    `${GATEWAY_CLAUSE_IDS.length} clauses about gateways; [what a backend owes](#${areaAnchor('backend')}), [what a frontend owes](#${areaAnchor('frontend')}) and [what a deployment owes](#${areaAnchor('deployment')}) have sections of their own. ${TIMED} marks those that are about wall-clock time. A clause holds for the editions in its line.`,
    areas().map(areaLink).join(' · '),
    ...areas().map(areaSection),
  )
}

/** Every clause about backends. */
export function backendClausesSection(): string {
  const remark = `Those that speak of Prometheus are judged only where one scrapes the backend (${code('--prometheus')}).`
  return sectionWithoutEditions('backend', clausesOf('scraped-backend'), remark)
}

/** Every clause about a system that runs. */
export function deploymentClausesSection(): string {
  return sectionWithoutEditions('deployment', clausesOf('deployment'))
}

function sectionWithoutEditions(area: Area, ids: readonly ClauseId[], ...remarks: string[]): string {
  return blocks(
    `## ${anchor(areaAnchor(area))}${AREAS[area].title}`,
    AREAS[area].introduction,
    [`${ids.length} clauses. ${TIMED} marks those that are about wall-clock time.`, ...remarks].join(' '),
    table(['clause', 'level', 'what holds', 'source'], ids.map(rowWithoutEditions)),
  )
}

/** Every clause about frontends. */
export function frontendClausesSection(): string {
  const ids = CLAUSE_IDS.filter(isAboutFrontend)
  return blocks(
    `## ${anchor(areaAnchor('frontend'))}${AREAS.frontend.title}`,
    AREAS.frontend.introduction,
    table(['clause', 'level', 'what holds', 'editions', 'source'], ids.map(clauseRow)),
  )
}

/** How many clauses each edition has, area by area, and which it does without. */
export function clausesOfEditionsSection(): string {
  return blocks(
    '## Clauses of each edition',
    table(
      ['', ...EDITIONS.map(code)],
      [
        ...areas().map(area => [areaLink(area), ...tally(id => areaOf(id) === area)]),
        ['**all**', ...tally(() => true)],
        ['of these MUST', ...tally(id => CLAUSES[id].level === 'MUST')],
        ['of these SHOULD', ...tally(id => CLAUSES[id].level === 'SHOULD')],
        [`of these ${TIMED}`, ...tally(id => CLAUSES[id].timed === true)],
      ],
    ),
    EDITIONS.map(edition => `- ${code(edition)}: ${extent(edition)}`).join('\n'),
  )
}

function tally(counts: (id: ClauseId) => boolean): string[] {
  return EDITIONS.map(edition => `${clausesOf(capabilitiesOf(edition)).filter(counts).length}`)
}

function areas(): Area[] {
  return [...new Set(GATEWAY_CLAUSE_IDS.map(areaOf))] as Area[]
}

function areaAnchor(area: Area): string {
  return `area-${area}`
}

function areaLink(area: Area): string {
  return `[${AREAS[area].title}](#${areaAnchor(area)})`
}

function areaSection(area: Area): string {
  const { title, introduction } = AREAS[area]
  const ids = GATEWAY_CLAUSE_IDS.filter(id => areaOf(id) === area)
  return blocks(
    `### ${anchor(areaAnchor(area))}${title} (${code(area)})`,
    introduction,
    table(['clause', 'level', 'what holds', 'editions', 'source'], ids.map(clauseRow)),
  )
}

function clauseRow(id: ClauseId): string[] {
  const [clause = '', level = '', sentence = '', source = ''] = rowWithoutEditions(id)
  return [clause, level, sentence, editionsCell(id), source]
}

/** A row without editions, which say nothing of a backend or a deployment. */
function rowWithoutEditions(id: ClauseId): string[] {
  const { level, sentence, source, timed } = CLAUSES[id]
  return [
    `${anchor(clauseAnchor(id))}${clauseLink(id)}`,
    timed ? `${level} ${TIMED}` : level,
    prose(sentence),
    linkedSource(source),
  ]
}

function editionsCell(id: ClauseId): string {
  const editions = editionsOf(id)
  return editions.length === EDITIONS.length ? 'all' : editions.map(code).join(', ')
}

function extent(edition: Edition): string {
  const missing = GATEWAY_CLAUSE_IDS.filter(id => !editionsOf(id).includes(edition))
  if (missing.length === 0) return 'every clause.'
  return `every clause but ${missing.length}: ${missing.map(clauseLink).join(', ')}.`
}
