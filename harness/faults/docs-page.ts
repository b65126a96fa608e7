import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { blocks, code, table } from '../contract/publish/page/markdown.ts'
import { titleOf } from '../diagnosis/index.ts'
import { faultsIn, PLACES, type Place, type PlacedFault } from './catalogue.ts'
import { RECORDED } from './findings.ts'

const INTRODUCTION = `# Faults

Everything that the bundled gateway and backends, the network and the configuration can be told to do wrong, who is then at fault, which
clauses turn red, and what a reader is told: the title of each finding, and its id in \`result.json\` and JUnit. \`npm run faults -- --only <fault> --verdicts\`
shows them whole, with their evidence. Where the clauses are called _at least_ these, hardly anything works, or what else breaks
depends on the moment.

\`npm run docs\` writes this page from the catalogue of faults.`

const SECTIONS: Readonly<Record<Place, string>> = {
  gateway: `## In the reference gateway

\`npm run gate -- --fault <name>\` plays one by hand, with \`--edition\` where an edition is named.`,
  backend: `## In the mock backend

\`npm run backend -- --backend-fault <name>\` plays one by hand.`,
  flask: `## In the Flask backend

The same mistakes under the same names. \`npm run backend -- --backend flask --backend-fault <name>\` plays one by hand.`,
  network: `## On the network

Played beside a backend that follows a script and beside one that is a program of its own.
\`npm run gate -- --network-fault <name>\` plays one by hand.`,
  configuration: `## In the configuration

Gateway and backend are in order, each by itself.`,
}

const HEAD = ['fault', 'what is wrong', 'at fault', 'what breaks', 'what a reader is told']

export const FAULTS_PAGE = 'docs/faults.md'

/** The page, written from the catalogue and the findings that are recorded. */
export function faultsPage(recorded = RECORDED): string {
  const sections = PLACES.map(place => {
    const rows = faultsIn(place).map(each => rowOf(each, recorded))
    return blocks(SECTIONS[place], table(HEAD, rows))
  })
  return `${blocks(INTRODUCTION, ...sections)}\n`
}

function rowOf({ place, name, fault }: PlacedFault, recorded: typeof RECORDED): string[] {
  const edition = fault.edition === undefined ? '' : ` (edition ${fault.edition})`
  const what = [code(name), fault.sentence + edition]
  if (fault.harmless !== undefined) return [...what, 'nobody', 'nothing', fault.harmless]
  if (fault.untestable !== undefined) {
    return [...what, fault.party, 'nothing can be judged', `not testable: "… ${fault.untestable} …"`]
  }
  const findings = (recorded[place][name] ?? []).map(id => `${titleOf(id)} (${code(id)})`)
  return [...what, fault.party, brokenClauses(place, fault), findings.toSorted().join('; ')]
}

function brokenClauses(place: Place, fault: Fault): string {
  const besideGateway = place === 'backend' ? (fault.besideGateway ?? []) : []
  const ids = [...new Set([...brokenBy(fault), ...besideGateway])].toSorted().join(', ')
  return fault.floods === undefined ? ids : `at least ${ids}`
}
